-- Find which of some ids are taken. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT position.key, position.id, position.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN position ON position.network = :network AND position.id = wanted.value
