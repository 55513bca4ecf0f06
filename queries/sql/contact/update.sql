-- Replace what contacts say, under their keys.
-- mode: write
-- params: sort_name :: TEXT, source_ref :: TEXT, confidence :: REAL, name :: TEXT,
-- name_in_talk :: TEXT, address_form :: TEXT, seniority :: INTEGER, busyness :: REAL,
-- region :: TEXT, phone :: TEXT, email :: TEXT, request_cap :: INTEGER, remark :: TEXT,
-- merged_into :: TEXT, external_ids :: TEXT, fields :: TEXT, aliases :: TEXT,
-- is_leader :: INTEGER, preferred_channel :: TEXT, languages :: TEXT, do_not_ask :: INTEGER,
-- is_deceased :: INTEGER, has_opted_out :: INTEGER, tags :: TEXT, version :: INTEGER,
-- revision :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE actor
SET
    sort_name = ?, source_ref = ?, confidence = ?, name = ?, name_in_talk = ?, address_form = ?,
    seniority = ?, busyness = ?, region = ?, phone = ?, email = ?, request_cap = ?, remark = ?,
    merged_into = ?, external_ids = ?, fields = ?, aliases = ?, is_leader = ?,
    preferred_channel = ?, languages = ?, do_not_ask = ?, is_deceased = ?, has_opted_out = ?,
    tags = ?, version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
