-- Add positions. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, contact :: INTEGER, partner :: INTEGER, title :: TEXT, label :: TEXT,
-- strength :: REAL, evidence :: TEXT, external_ids :: TEXT, fields :: TEXT, type :: TEXT,
-- capacity :: TEXT, since :: INTEGER, since_precision :: TEXT, until :: INTEGER,
-- until_precision :: TEXT, version :: INTEGER, revision :: INTEGER, recorded_by :: TEXT,
-- recorded_at :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER, is_removed :: INTEGER,
-- batch_id :: TEXT
-- returns: none
INSERT INTO position (
    key, network, id, source_ref, confidence, contact, partner, title, label, strength,
    evidence, external_ids, fields, type, capacity, since, since_precision, until,
    until_precision, version, revision, recorded_by, recorded_at, changed_by, changed_at,
    is_removed, batch_id
)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
