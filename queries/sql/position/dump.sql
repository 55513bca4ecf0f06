-- Read all positions by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: position_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM position_record
WHERE key BETWEEN :first AND :last
ORDER BY key
