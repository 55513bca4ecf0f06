-- Read tie types by id, removed ones too. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: row :: tie_type_record
SELECT record.*
FROM json_each(:ids) AS wanted
CROSS JOIN tie_type_record AS record ON record.network = :network AND record.id = wanted.value
