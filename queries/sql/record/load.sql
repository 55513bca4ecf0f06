-- Read records of the shared room by id, removed ones too. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, ids :: TEXT
-- returns: row :: record
SELECT record.*
FROM json_each(:ids) AS wanted
CROSS JOIN record
    ON record.network = :network AND record.noun = :noun AND record.id = wanted.value
