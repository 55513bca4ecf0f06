-- Find which of some ids are taken. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT tie_type.key, tie_type.id, tie_type.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN tie_type ON tie_type.network = :network AND tie_type.id = wanted.value
