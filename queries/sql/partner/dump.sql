-- Read all partners by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: partner_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM partner_record
WHERE key BETWEEN :first AND :last
ORDER BY key
