-- Read the names of the actors changed after a revision, removed ones too.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER, id :: TEXT, noun :: TEXT, name :: TEXT, aliases :: TEXT,
-- name_in_talk :: TEXT, is_removed :: INTEGER
SELECT key, id, noun, name, aliases, name_in_talk, is_removed
FROM actor
WHERE network = :network AND revision > :since
ORDER BY key
