-- Read id and version of all tie types.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM tie_type
WHERE key BETWEEN :first AND :last
