-- Read notes by id, removed ones too. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: row :: note_record
SELECT record.*
FROM json_each(:ids) AS wanted
CROSS JOIN note_record AS record ON record.network = :network AND record.id = wanted.value
