-- Read one old version of a record.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, id :: TEXT, version :: INTEGER
-- returns: image :: TEXT
SELECT image
FROM version
WHERE network = :network AND noun = :noun AND id = :id AND version = :version
