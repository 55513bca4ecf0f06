-- Read all ties by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: tie_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM tie_record
WHERE key BETWEEN :first AND :last
ORDER BY key
