-- Keep old versions of records as JSON images.
-- mode: write
-- params: network :: INTEGER, noun :: TEXT, id :: TEXT, version :: INTEGER, revision :: INTEGER,
-- superseded_by :: TEXT, superseded_at :: INTEGER, image :: TEXT
-- returns: none
INSERT INTO version (
    network, noun, id, version, revision, superseded_by, superseded_at, image
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
