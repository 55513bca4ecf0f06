-- Read the ties that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: tie_record
SELECT *
FROM tie_record
WHERE network = :network AND revision = :revision
ORDER BY key
