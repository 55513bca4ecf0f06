-- Read all records of a noun of the shared room by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER, noun :: TEXT
-- returns: row :: record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM record
WHERE key BETWEEN :first AND :last AND noun = :noun
ORDER BY key
