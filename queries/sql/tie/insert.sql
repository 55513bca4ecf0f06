-- Add ties. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, source :: INTEGER, target :: INTEGER, code :: INTEGER, strength :: REAL,
-- label :: TEXT, evidence :: TEXT, contact_count :: INTEGER, external_ids :: TEXT,
-- fields :: TEXT, override :: TEXT, since :: INTEGER, since_precision :: TEXT,
-- until :: INTEGER, until_precision :: TEXT, last_contact :: INTEGER,
-- last_contact_precision :: TEXT, version :: INTEGER, revision :: INTEGER, recorded_by :: TEXT,
-- recorded_at :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER, is_removed :: INTEGER,
-- batch_id :: TEXT
-- returns: none
INSERT INTO tie (
    key, network, id, source_ref, confidence, source, target, code, strength, label, evidence,
    contact_count, external_ids, fields, override, since, since_precision, until,
    until_precision,
    last_contact, last_contact_precision, version, revision, recorded_by, recorded_at,
    changed_by, changed_at, is_removed, batch_id
)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
