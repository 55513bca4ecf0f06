-- Read what changed after one revision and up to another, as it stands now, by revision, without
-- others' private notes. A limit of -1 is none.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER, until :: INTEGER, reader :: TEXT,
-- limit :: INTEGER
-- returns: revision :: INTEGER, noun :: TEXT, id :: TEXT, version :: INTEGER,
-- is_removed :: INTEGER
SELECT revision, noun, id, version, is_removed
FROM actor
WHERE network = :network AND revision > :since AND revision <= :until
UNION ALL
SELECT revision, 'position' AS noun, id, version, is_removed
FROM position
WHERE network = :network AND revision > :since AND revision <= :until
UNION ALL
SELECT revision, 'tie' AS noun, id, version, is_removed
FROM tie
WHERE network = :network AND revision > :since AND revision <= :until
UNION ALL
SELECT revision, 'interaction' AS noun, id, version, is_removed
FROM interaction
WHERE network = :network AND revision > :since AND revision <= :until
UNION ALL
SELECT revision, 'note' AS noun, id, version, is_removed
FROM note
WHERE network = :network AND revision > :since AND revision <= :until
    AND (is_private = 0 OR recorded_by = :reader)
UNION ALL
SELECT revision, 'tie_type' AS noun, id, version, is_removed
FROM tie_type
WHERE network = :network AND revision > :since AND revision <= :until
UNION ALL
SELECT revision, noun, id, version, is_removed
FROM record
WHERE network = :network AND revision > :since AND revision <= :until
ORDER BY revision
LIMIT :limit
