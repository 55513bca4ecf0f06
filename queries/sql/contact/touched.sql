-- Read the contacts that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: contact_record
SELECT *
FROM contact_record
WHERE network = :network AND revision = :revision
ORDER BY key
