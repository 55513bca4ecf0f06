-- Find which of some ids are taken by records of a noun. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT record.key, record.id, record.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN record
    ON record.network = :network AND record.noun = :noun AND record.id = wanted.value
