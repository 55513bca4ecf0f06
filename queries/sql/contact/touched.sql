-- Read the contacts that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: contact_record
-- only: sqlite - the other store loads them by the ids of its change feed.
SELECT *
FROM contact_record
WHERE network = :network AND revision = :revision
ORDER BY key
