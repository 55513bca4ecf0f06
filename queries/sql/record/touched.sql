-- Read the records of a noun that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER, noun :: TEXT
-- returns: row :: record
-- only: sqlite - the other store loads them by the ids of its change feed.
SELECT *
FROM record
WHERE network = :network AND revision = :revision AND noun = :noun
ORDER BY key
