-- Read all that a revision touched last, without others' private notes.
-- mode: read
-- params: network :: INTEGER, revision :: INTEGER, reader :: TEXT
-- returns: revision :: INTEGER, noun :: TEXT, id :: TEXT, version :: INTEGER,
-- is_removed :: INTEGER
SELECT revision, noun, id, version, is_removed
FROM actor
WHERE network = :network AND revision = :revision
UNION ALL
SELECT revision, 'position' AS noun, id, version, is_removed
FROM position
WHERE network = :network AND revision = :revision
UNION ALL
SELECT revision, 'tie' AS noun, id, version, is_removed
FROM tie
WHERE network = :network AND revision = :revision
UNION ALL
SELECT revision, 'interaction' AS noun, id, version, is_removed
FROM interaction
WHERE network = :network AND revision = :revision
UNION ALL
SELECT revision, 'note' AS noun, id, version, is_removed
FROM note
WHERE network = :network AND revision = :revision
    AND (is_private = 0 OR recorded_by = :reader)
UNION ALL
SELECT revision, 'tie_type' AS noun, id, version, is_removed
FROM tie_type
WHERE network = :network AND revision = :revision
