-- Read all tie types by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: tie_type_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM tie_type_record
WHERE key BETWEEN :first AND :last
ORDER BY key
