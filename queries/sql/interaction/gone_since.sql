-- Find the keys of the interactions removed after a revision.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER
SELECT key
FROM interaction
WHERE network = :network AND revision > :since AND is_removed = 1
