-- Replace what partners say, under their keys.
-- mode: write
-- params: sort_name :: TEXT, source_ref :: TEXT, confidence :: REAL, name :: TEXT,
-- region :: TEXT, parent_id :: TEXT, remark :: TEXT, merged_into :: TEXT, external_ids :: TEXT,
-- fields :: TEXT, sector :: TEXT, level :: TEXT, kind :: TEXT, is_key_partner :: INTEGER,
-- aliases :: TEXT, tags :: TEXT, version :: INTEGER, revision :: INTEGER, changed_by :: TEXT,
-- changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE actor
SET
    sort_name = ?, source_ref = ?, confidence = ?, name = ?, region = ?, parent_id = ?,
    remark = ?, merged_into = ?, external_ids = ?, fields = ?, sector = ?, level = ?, kind = ?,
    is_key_partner = ?, aliases = ?, tags = ?, version = ?, revision = ?, changed_by = ?,
    changed_at = ?
WHERE key = ?
