-- Read id and version of all ties.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM tie
WHERE key BETWEEN :first AND :last
