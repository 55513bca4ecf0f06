-- What strengths and odds need: overrides of ties, who started an interaction and who was there,
-- what is only planned or was called off; a network's own coefficients, words and patience.

ALTER TABLE network ADD COLUMN odds TEXT;
ALTER TABLE network ADD COLUMN reminder_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE network ADD COLUMN phrases TEXT;

ALTER TABLE tie ADD COLUMN override TEXT;

ALTER TABLE interaction ADD COLUMN is_planned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction ADD COLUMN is_cancelled INTEGER NOT NULL DEFAULT 0;

ALTER TABLE participation ADD COLUMN side INTEGER NOT NULL DEFAULT 0;
ALTER TABLE participation ADD COLUMN is_present INTEGER NOT NULL DEFAULT 1;

UPDATE participation
SET side = 1
FROM interaction, actor
WHERE
    interaction.key = participation.interaction
    AND actor.key = participation.actor
    AND actor.id = interaction.initiator;

UPDATE participation
SET is_present = 0
FROM interaction, actor, json_each(interaction.delegates) AS delegate
WHERE
    interaction.key = participation.interaction
    AND actor.key = participation.actor
    AND actor.id = delegate.value ->> 1;

DROP VIEW tie_record;
CREATE VIEW tie_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, source.id AS source_id,
    own.source, target.id AS target_id, own.target, tie_word.word AS type, own.strength,
    own.label, own.evidence, own.contact_count, own.external_ids, own.fields, own.override,
    own.since, own.since_precision, own.until, own.until_precision, own.last_contact,
    own.last_contact_precision, own.version, own.revision, own.recorded_by, own.recorded_at,
    own.changed_by, own.changed_at, own.is_removed, own.batch_id
FROM tie AS own
CROSS JOIN actor AS source ON source.key = own.source
CROSS JOIN actor AS target ON target.key = own.target
CROSS JOIN tie_word ON tie_word.network = own.network AND tie_word.code = own.code;

DROP VIEW interaction_record;
CREATE VIEW interaction_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, own.initiator, own.subject,
    own.location, own.planned_minutes, own.actual_minutes, own.evidence, own.external_ids,
    own.fields, own.kind, own.participants, own.channel, own.delegates, own.is_planned,
    own.is_cancelled, own.held_on, own.held_on_precision, own.answered_on,
    own.answered_on_precision, own.version, own.revision, own.recorded_by, own.recorded_at,
    own.changed_by, own.changed_at, own.is_removed, own.batch_id
FROM interaction AS own;
