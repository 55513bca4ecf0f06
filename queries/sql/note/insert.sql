-- Add notes. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, about :: INTEGER, text :: TEXT, external_ids :: TEXT, fields :: TEXT,
-- is_private :: INTEGER, version :: INTEGER, revision :: INTEGER, recorded_by :: TEXT,
-- recorded_at :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER, is_removed :: INTEGER,
-- batch_id :: TEXT
-- returns: none
INSERT INTO note (
    key, network, id, source_ref, confidence, about, text, external_ids, fields, is_private,
    version, revision, recorded_by, recorded_at, changed_by, changed_at, is_removed, batch_id
)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
