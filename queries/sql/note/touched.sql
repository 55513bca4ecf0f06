-- Read the notes that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: note_record
SELECT *
FROM note_record
WHERE network = :network AND revision = :revision
ORDER BY key
