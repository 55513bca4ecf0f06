-- Read the old versions of a record, newest first.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, id :: TEXT
-- returns: superseded_by :: TEXT, superseded_at :: INTEGER, image :: TEXT
SELECT superseded_by, superseded_at, image
FROM version
WHERE network = :network AND noun = :noun AND id = :id
ORDER BY version DESC
