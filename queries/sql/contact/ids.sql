-- Read id and version of all contacts.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: id :: TEXT, version :: INTEGER, is_removed :: INTEGER
SELECT id, version, is_removed
FROM actor
WHERE key BETWEEN :first AND :last AND noun = 'contact'
