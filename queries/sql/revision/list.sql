-- Read the change log below a revision, newest first.
-- mode: read
-- params: network :: INTEGER, before :: INTEGER, limit :: INTEGER
-- returns: revision :: INTEGER, author :: TEXT, at :: INTEGER, act :: TEXT, batch_id :: TEXT,
-- count :: INTEGER
SELECT revision, author, at, act, batch_id, count
FROM revision
WHERE network = :network AND revision < :before
ORDER BY revision DESC
LIMIT :limit
