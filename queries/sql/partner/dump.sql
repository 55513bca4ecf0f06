-- Read all partners by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: partner_record
SELECT *
FROM partner_record
WHERE key BETWEEN :first AND :last
ORDER BY key
