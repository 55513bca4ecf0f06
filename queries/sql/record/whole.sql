-- Read the records of a noun of the shared room that are in use.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER, noun :: TEXT
-- returns: row :: record
SELECT *
FROM record
WHERE key BETWEEN :first AND :last AND noun = :noun AND is_removed = 0
