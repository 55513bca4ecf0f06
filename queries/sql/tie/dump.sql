-- Read all ties by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: tie_record
SELECT *
FROM tie_record
WHERE key BETWEEN :first AND :last
ORDER BY key
