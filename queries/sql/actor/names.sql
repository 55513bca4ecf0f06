-- Read the names of the actors in use.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, id :: TEXT, noun :: TEXT, name :: TEXT, aliases :: TEXT,
-- name_in_talk :: TEXT, is_removed :: INTEGER
SELECT key, id, noun, name, aliases, name_in_talk, is_removed
FROM actor
WHERE key BETWEEN :first AND :last AND is_removed = 0
