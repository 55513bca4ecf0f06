-- Read all contacts by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: contact_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM contact_record
WHERE key BETWEEN :first AND :last
ORDER BY key
