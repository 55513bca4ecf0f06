-- Replace what tie types say, under their keys.
-- mode: write
-- params: source_ref :: TEXT, confidence :: REAL, prior :: REAL, label_en :: TEXT,
-- label_id :: TEXT, external_ids :: TEXT, fields :: TEXT, source_kinds :: TEXT,
-- target_kinds :: TEXT, is_directed :: INTEGER, traversal :: TEXT, is_on :: INTEGER,
-- version :: INTEGER, revision :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER,
-- key :: INTEGER
-- returns: none
UPDATE tie_type
SET
    source_ref = ?, confidence = ?, prior = ?, label_en = ?, label_id = ?, external_ids = ?,
    fields = ?, source_kinds = ?, target_kinds = ?, is_directed = ?, traversal = ?, is_on = ?,
    version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
