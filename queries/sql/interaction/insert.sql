-- Add interactions. A taken key or id breaks a unique index.
-- mode: write
-- params: key :: INTEGER, network :: INTEGER, id :: TEXT, source_ref :: TEXT,
-- confidence :: REAL, initiator :: TEXT, subject :: TEXT, location :: TEXT,
-- planned_minutes :: INTEGER, actual_minutes :: INTEGER, evidence :: TEXT,
-- external_ids :: TEXT, fields :: TEXT, kind :: TEXT, participants :: TEXT, channel :: TEXT,
-- delegates :: TEXT, is_planned :: INTEGER, is_cancelled :: INTEGER, held_on :: INTEGER,
-- held_on_precision :: TEXT, answered_on :: INTEGER, answered_on_precision :: TEXT,
-- version :: INTEGER, revision :: INTEGER, recorded_by :: TEXT, recorded_at :: INTEGER,
-- changed_by :: TEXT, changed_at :: INTEGER, is_removed :: INTEGER, batch_id :: TEXT
-- returns: none
INSERT INTO interaction (
    key, network, id, source_ref, confidence, initiator, subject, location, planned_minutes,
    actual_minutes, evidence, external_ids, fields, kind, participants, channel, delegates,
    is_planned, is_cancelled, held_on, held_on_precision, answered_on, answered_on_precision,
    version, revision, recorded_by, recorded_at, changed_by, changed_at, is_removed, batch_id
)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
