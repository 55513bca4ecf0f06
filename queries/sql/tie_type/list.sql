-- Read the tie types that a network added or changed and has in use, by id.
-- mode: read
-- params: network :: INTEGER
-- returns: row :: tie_type_record
SELECT *
FROM tie_type_record
WHERE network = :network AND is_removed = 0
ORDER BY id
