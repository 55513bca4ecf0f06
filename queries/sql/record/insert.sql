-- Add records of the shared room. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, noun :: TEXT, id :: TEXT, body :: TEXT,
-- version :: INTEGER, revision :: INTEGER, recorded_by :: TEXT, recorded_at :: INTEGER,
-- changed_by :: TEXT, changed_at :: INTEGER, is_removed :: INTEGER, batch_id :: TEXT
-- returns: none
INSERT INTO record (
    key, network, noun, id, body, version, revision, recorded_by, recorded_at, changed_by,
    changed_at, is_removed, batch_id
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
