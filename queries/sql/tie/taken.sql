-- Find which of some ids are taken. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT tie.key, tie.id, tie.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN tie ON tie.network = :network AND tie.id = wanted.value
