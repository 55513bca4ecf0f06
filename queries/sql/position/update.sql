-- Replace what positions say, under their keys.
-- mode: write
-- params: source_ref :: TEXT, confidence :: REAL, contact :: INTEGER, partner :: INTEGER,
-- title :: TEXT, label :: TEXT, strength :: REAL, evidence :: TEXT, external_ids :: TEXT,
-- fields :: TEXT, type :: TEXT, capacity :: TEXT, since :: INTEGER, since_precision :: TEXT,
-- until :: INTEGER, until_precision :: TEXT, version :: INTEGER, revision :: INTEGER,
-- changed_by :: TEXT, changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE position
SET
    source_ref = ?, confidence = ?, contact = ?, partner = ?, title = ?, label = ?,
    strength = ?, evidence = ?, external_ids = ?, fields = ?, type = ?, capacity = ?, since = ?,
    since_precision = ?, until = ?, until_precision = ?, version = ?, revision = ?,
    changed_by = ?, changed_at = ?
WHERE key = ?
