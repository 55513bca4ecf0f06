-- Read the partners that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: partner_record
-- only: sqlite - the other store loads them by the ids of its change feed.
SELECT *
FROM partner_record
WHERE network = :network AND revision = :revision
ORDER BY key
