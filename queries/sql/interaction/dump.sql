-- Read all interactions by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: interaction_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM interaction_record
WHERE key BETWEEN :first AND :last
ORDER BY key
