-- Read interactions by id, removed ones too. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: row :: interaction_record
SELECT record.*
FROM json_each(:ids) AS wanted
CROSS JOIN interaction_record AS record ON record.network = :network AND record.id = wanted.value
