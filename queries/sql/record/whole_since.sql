-- Read the records of a noun of the shared room changed after a revision, removed ones too.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, since :: INTEGER
-- returns: row :: record
SELECT *
FROM record
WHERE network = :network AND revision > :since AND noun = :noun
