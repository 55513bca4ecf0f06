-- Find records of one noun whose version of a revision was superseded later, with the first
-- version that the revision made.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER, noun :: TEXT
-- returns: id :: TEXT, version :: INTEGER
SELECT id, min(version) AS version
FROM version
WHERE network = :network AND revision = :revision AND noun = :noun
GROUP BY id
