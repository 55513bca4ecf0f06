-- Add partners. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, sort_name :: TEXT, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, name :: TEXT, region :: TEXT, parent_id :: TEXT, remark :: TEXT,
-- merged_into :: TEXT, external_ids :: TEXT, fields :: TEXT, sector :: TEXT, level :: TEXT,
-- kind :: TEXT, is_key_partner :: INTEGER, aliases :: TEXT, tags :: TEXT, version :: INTEGER,
-- revision :: INTEGER, recorded_by :: TEXT, recorded_at :: INTEGER, changed_by :: TEXT,
-- changed_at :: INTEGER, is_removed :: INTEGER, batch_id :: TEXT
-- returns: none
INSERT INTO actor (
    noun, key, network, sort_name, id, source_ref, confidence, name, region, parent_id, remark,
    merged_into, external_ids, fields, sector, level, kind, is_key_partner, aliases, tags,
    version, revision, recorded_by, recorded_at, changed_by, changed_at, is_removed, batch_id
)
VALUES (
    'partner', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
