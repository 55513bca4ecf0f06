-- Read the old versions of all records of one noun, by id and version.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT
-- returns: superseded_by :: TEXT, superseded_at :: INTEGER, image :: TEXT
SELECT superseded_by, superseded_at, image
FROM version
WHERE network = :network AND noun = :noun
ORDER BY id, version
