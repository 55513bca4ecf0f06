-- Read the notes that a revision touched last, by place.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER
-- returns: row :: note_record
-- only: sqlite - the other store loads them by the ids of its change feed.
SELECT *
FROM note_record
WHERE network = :network AND revision = :revision
ORDER BY key
