-- Find which of some ids are taken. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT note.key, note.id, note.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN note ON note.network = :network AND note.id = wanted.value
