-- Read id and version of all records of a noun of the shared room.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER, noun :: TEXT
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM record
WHERE key BETWEEN :first AND :last AND noun = :noun
