-- Read id and version of all positions.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM position
WHERE key BETWEEN :first AND :last
