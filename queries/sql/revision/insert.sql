-- Add a line to the change log.
-- mode: write
-- params: network :: INTEGER, revision :: INTEGER, author :: TEXT, at :: INTEGER, act :: TEXT,
-- batch_id :: TEXT, count :: INTEGER
-- returns: none
INSERT INTO revision (network, revision, author, at, act, batch_id, count)
VALUES (:network, :revision, :author, :at, :act, :batch_id, :count)
