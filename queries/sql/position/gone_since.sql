-- Find the keys of the positions removed after a revision.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER
SELECT key
FROM position
WHERE network = :network AND revision > :since AND is_removed = 1
