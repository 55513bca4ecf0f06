-- Replace what interactions say, under their keys.
-- mode: write
-- params: source_ref :: TEXT, confidence :: REAL, initiator :: TEXT, subject :: TEXT,
-- location :: TEXT, planned_minutes :: INTEGER, actual_minutes :: INTEGER, evidence :: TEXT,
-- external_ids :: TEXT, fields :: TEXT, kind :: TEXT, participants :: TEXT, channel :: TEXT,
-- delegates :: TEXT, is_planned :: INTEGER, is_cancelled :: INTEGER, held_on :: INTEGER,
-- held_on_precision :: TEXT, answered_on :: INTEGER, answered_on_precision :: TEXT,
-- version :: INTEGER, revision :: INTEGER, changed_by :: TEXT, changed_at :: INTEGER,
-- key :: INTEGER
-- returns: none
UPDATE interaction
SET
    source_ref = ?, confidence = ?, initiator = ?, subject = ?, location = ?,
    planned_minutes = ?, actual_minutes = ?, evidence = ?, external_ids = ?, fields = ?,
    kind = ?, participants = ?, channel = ?, delegates = ?, is_planned = ?, is_cancelled = ?,
    held_on = ?, held_on_precision = ?, answered_on = ?, answered_on_precision = ?,
    version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
