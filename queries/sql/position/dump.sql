-- Read all positions by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: position_record
SELECT *
FROM position_record
WHERE key BETWEEN :first AND :last
ORDER BY key
