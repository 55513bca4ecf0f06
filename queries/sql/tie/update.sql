-- Replace what ties say, under their keys.
-- mode: write
-- params: source_ref :: TEXT, confidence :: REAL, source :: INTEGER, target :: INTEGER,
-- code :: INTEGER, strength :: REAL, label :: TEXT, evidence :: TEXT, contact_count :: INTEGER,
-- external_ids :: TEXT, fields :: TEXT, override :: TEXT, since :: INTEGER,
-- since_precision :: TEXT, until :: INTEGER, until_precision :: TEXT, last_contact :: INTEGER,
-- last_contact_precision :: TEXT, version :: INTEGER, revision :: INTEGER, changed_by :: TEXT,
-- changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE tie
SET
    source_ref = ?, confidence = ?, source = ?, target = ?, code = ?, strength = ?, label = ?,
    evidence = ?, contact_count = ?, external_ids = ?, fields = ?, override = ?, since = ?,
    since_precision = ?, until = ?, until_precision = ?, last_contact = ?,
    last_contact_precision = ?, version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
