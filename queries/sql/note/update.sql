-- Replace what notes say, under their keys.
-- mode: write
-- params: source_ref :: TEXT, confidence :: REAL, about :: INTEGER, text :: TEXT,
-- external_ids :: TEXT, fields :: TEXT, is_private :: INTEGER, version :: INTEGER,
-- revision :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE note
SET
    source_ref = ?, confidence = ?, about = ?, text = ?, external_ids = ?, fields = ?,
    is_private = ?, version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
