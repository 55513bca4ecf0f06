-- Add tie types. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, prior :: REAL, label_en :: TEXT, label_id :: TEXT, external_ids :: TEXT,
-- fields :: TEXT, source_kinds :: TEXT, target_kinds :: TEXT, is_directed :: INTEGER,
-- traversal :: TEXT, is_on :: INTEGER, version :: INTEGER, revision :: INTEGER,
-- recorded_by :: TEXT, recorded_at :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER,
-- is_removed :: INTEGER, batch_id :: TEXT
-- returns: none
INSERT INTO tie_type (
    key, network, id, source_ref, confidence, prior, label_en, label_id, external_ids, fields,
    source_kinds, target_kinds, is_directed, traversal, is_on, version, revision, recorded_by,
    recorded_at, changed_by, changed_at, is_removed, batch_id
)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
