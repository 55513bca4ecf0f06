-- Read contacts by id, removed ones too. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: row :: contact_record
SELECT record.*
FROM json_each(:ids) AS wanted
CROSS JOIN contact_record AS record ON record.network = :network AND record.id = wanted.value
