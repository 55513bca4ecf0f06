-- Read the whole change log of a network.
-- mode: read
-- params: network :: INTEGER
-- returns: revision :: INTEGER, author :: TEXT, at :: INTEGER, act :: TEXT, batch_id :: TEXT,
-- count :: INTEGER
SELECT revision, author, at, act, batch_id, count
FROM revision
WHERE network = :network
ORDER BY revision
