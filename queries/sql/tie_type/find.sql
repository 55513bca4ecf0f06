-- Read a page of the tie types that a network added or changed, by id.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, after_id :: TEXT, limit :: INTEGER
-- returns: row :: tie_type_record
SELECT record.*
FROM tie_type_record AS record
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
ORDER BY record.id
LIMIT :limit
