-- Read id and version of all notes.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM note
WHERE key BETWEEN :first AND :last
