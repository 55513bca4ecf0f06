-- Find the keys of the interactions out of use, removed or not held, that changed after a
-- revision.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER
SELECT key
FROM interaction
WHERE
    network = :network
    AND revision > :since
    AND (is_removed = 1 OR is_planned = 1 OR is_cancelled = 1)
