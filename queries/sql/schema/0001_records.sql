-- Networks, their records and change log; users and jobs.
--
-- `key` of a record is its network's key times 2^32 plus its dense place, so that a network's
-- records lie together in the order of their places. Ends of ties, positions and notes are keys.
-- Views named *_record give records as rows: ids in place of keys.

CREATE TABLE network (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    language TEXT NOT NULL,
    request_cap INTEGER NOT NULL,
    is_demo INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    birth TEXT NOT NULL
);

CREATE TABLE actor (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    noun TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    remark TEXT NOT NULL,
    merged_into TEXT,
    external_ids TEXT,
    fields TEXT,
    aliases TEXT,
    tags TEXT,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL,
    parent_id TEXT,
    sector TEXT,
    level TEXT,
    kind TEXT,
    is_key_partner INTEGER NOT NULL DEFAULT 0,
    name_in_talk TEXT,
    address_form TEXT,
    seniority INTEGER,
    busyness REAL,
    phone TEXT,
    email TEXT,
    request_cap INTEGER,
    is_leader INTEGER NOT NULL DEFAULT 0,
    preferred_channel TEXT,
    languages TEXT,
    do_not_ask INTEGER NOT NULL DEFAULT 0,
    is_deceased INTEGER NOT NULL DEFAULT 0,
    has_opted_out INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX actor_id ON actor (network, id);
CREATE INDEX actor_name ON actor (network, noun, sort_name, id);
CREATE INDEX actor_revision ON actor (network, revision);
CREATE INDEX actor_removed ON actor (network, noun) WHERE is_removed = 1;

CREATE TABLE position (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    contact INTEGER NOT NULL,
    partner INTEGER NOT NULL,
    title TEXT NOT NULL,
    label TEXT NOT NULL,
    strength REAL,
    evidence TEXT NOT NULL,
    external_ids TEXT,
    fields TEXT,
    type TEXT NOT NULL,
    capacity TEXT,
    since INTEGER,
    since_precision TEXT,
    until INTEGER,
    until_precision TEXT,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX position_id ON position (network, id);
CREATE INDEX position_contact ON position (contact, partner);
CREATE INDEX position_partner ON position (partner);
CREATE INDEX position_revision ON position (network, revision);
CREATE INDEX position_removed ON position (network) WHERE is_removed = 1;

CREATE TABLE tie_word (
    network INTEGER NOT NULL,
    code INTEGER NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (network, code)
) WITHOUT ROWID;

CREATE TABLE tie (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    code INTEGER NOT NULL,
    strength REAL,
    label TEXT NOT NULL,
    evidence TEXT NOT NULL,
    contact_count INTEGER,
    external_ids TEXT,
    fields TEXT,
    since INTEGER,
    since_precision TEXT,
    until INTEGER,
    until_precision TEXT,
    last_contact INTEGER,
    last_contact_precision TEXT,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX tie_id ON tie (network, id);
CREATE INDEX tie_source ON tie (source, target);
CREATE INDEX tie_target ON tie (target);
CREATE INDEX tie_revision ON tie (network, revision);
CREATE INDEX tie_removed ON tie (network) WHERE is_removed = 1;

CREATE TABLE interaction (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    initiator TEXT,
    subject TEXT NOT NULL,
    location TEXT NOT NULL,
    planned_minutes INTEGER,
    actual_minutes INTEGER,
    evidence TEXT NOT NULL,
    external_ids TEXT,
    fields TEXT,
    kind TEXT NOT NULL,
    participants TEXT NOT NULL,
    channel TEXT,
    delegates TEXT,
    held_on INTEGER NOT NULL,
    held_on_precision TEXT NOT NULL,
    answered_on INTEGER,
    answered_on_precision TEXT,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX interaction_id ON interaction (network, id);
CREATE INDEX interaction_held ON interaction (network, held_on DESC, id);
CREATE INDEX interaction_revision ON interaction (network, revision);
CREATE INDEX interaction_removed ON interaction (network) WHERE is_removed = 1;

CREATE TABLE participation (
    interaction INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    PRIMARY KEY (interaction, actor)
) WITHOUT ROWID;
CREATE INDEX participation_actor ON participation (actor, interaction);

CREATE TABLE note (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    about INTEGER NOT NULL,
    text TEXT NOT NULL,
    external_ids TEXT,
    fields TEXT,
    is_private INTEGER NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX note_id ON note (network, id);
CREATE INDEX note_about ON note (about);
CREATE INDEX note_revision ON note (network, revision);
CREATE INDEX note_removed ON note (network) WHERE is_removed = 1;

CREATE TABLE tie_type (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    id TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    confidence REAL,
    prior REAL NOT NULL,
    label_en TEXT NOT NULL,
    label_id TEXT NOT NULL,
    external_ids TEXT,
    fields TEXT,
    source_kinds TEXT NOT NULL,
    target_kinds TEXT NOT NULL,
    is_directed INTEGER NOT NULL,
    traversal TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX tie_type_id ON tie_type (network, id);
CREATE INDEX tie_type_revision ON tie_type (network, revision);
CREATE INDEX tie_type_removed ON tie_type (network) WHERE is_removed = 1;

CREATE TABLE version (
    network INTEGER NOT NULL,
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    superseded_by TEXT NOT NULL,
    superseded_at INTEGER NOT NULL,
    image TEXT NOT NULL
);
CREATE UNIQUE INDEX version_of_record ON version (network, noun, id, version);
CREATE INDEX version_revision ON version (network, revision);

CREATE TABLE revision (
    network INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    act TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (network, revision)
) WITHOUT ROWID;

CREATE TABLE request_key (
    network INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    revision INTEGER NOT NULL,
    touched TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (network, user_id, key)
) WITHOUT ROWID;
CREATE INDEX request_key_at ON request_key (network, at);

CREATE TABLE user (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    is_owner INTEGER NOT NULL,
    is_active INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE role_grant (
    user_id TEXT NOT NULL REFERENCES user (id),
    network_id TEXT NOT NULL REFERENCES network (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, network_id)
) WITHOUT ROWID;
CREATE INDEX role_grant_network ON role_grant (network_id);

CREATE TABLE credential (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user (id),
    digest TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    ended_at INTEGER
) WITHOUT ROWID;
CREATE INDEX credential_user ON credential (user_id);

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_by TEXT NOT NULL,
    stage TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    leased_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    params TEXT,
    state TEXT NOT NULL,
    result TEXT,
    problem TEXT,
    leased_until INTEGER,
    cancel_requested INTEGER NOT NULL,
    finished_at INTEGER
) WITHOUT ROWID;
CREATE INDEX job_network ON job (network_id, created_at);
CREATE INDEX job_waiting ON job (created_at, id) WHERE state IN ('queued', 'running');

CREATE VIEW partner_record AS
SELECT
    own.key, own.network, own.sort_name, own.id, own.source_ref, own.confidence, own.name,
    own.region, own.parent_id, own.remark, own.merged_into, own.external_ids, own.fields,
    own.sector, own.level, own.kind, own.is_key_partner, own.aliases, own.tags, own.version,
    own.revision, own.recorded_by, own.recorded_at, own.changed_by, own.changed_at,
    own.is_removed, own.batch_id
FROM actor AS own
WHERE own.noun = 'partner';

CREATE VIEW contact_record AS
SELECT
    own.key, own.network, own.sort_name, own.id, own.source_ref, own.confidence, own.name,
    own.name_in_talk, own.address_form, own.seniority, own.busyness, own.region, own.phone,
    own.email, own.request_cap, own.remark, own.merged_into, own.external_ids, own.fields,
    own.aliases, own.is_leader, own.preferred_channel, own.languages, own.do_not_ask,
    own.is_deceased, own.has_opted_out, own.tags, own.version, own.revision, own.recorded_by,
    own.recorded_at, own.changed_by, own.changed_at, own.is_removed, own.batch_id
FROM actor AS own
WHERE own.noun = 'contact';

CREATE VIEW position_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, contact.id AS contact_id,
    own.contact, partner.id AS partner_id, own.partner, own.title, own.label, own.strength,
    own.evidence, own.external_ids, own.fields, own.type, own.capacity, own.since,
    own.since_precision, own.until, own.until_precision, own.version, own.revision,
    own.recorded_by, own.recorded_at, own.changed_by, own.changed_at, own.is_removed,
    own.batch_id
FROM position AS own
CROSS JOIN actor AS contact ON contact.key = own.contact
CROSS JOIN actor AS partner ON partner.key = own.partner;

CREATE VIEW tie_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, source.id AS source_id,
    own.source, target.id AS target_id, own.target, tie_word.word AS type, own.strength,
    own.label, own.evidence, own.contact_count, own.external_ids, own.fields, own.since,
    own.since_precision, own.until, own.until_precision, own.last_contact,
    own.last_contact_precision, own.version, own.revision, own.recorded_by, own.recorded_at,
    own.changed_by, own.changed_at, own.is_removed, own.batch_id
FROM tie AS own
CROSS JOIN actor AS source ON source.key = own.source
CROSS JOIN actor AS target ON target.key = own.target
CROSS JOIN tie_word ON tie_word.network = own.network AND tie_word.code = own.code;

CREATE VIEW interaction_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, own.initiator, own.subject,
    own.location, own.planned_minutes, own.actual_minutes, own.evidence, own.external_ids,
    own.fields, own.kind, own.participants, own.channel, own.delegates, own.held_on,
    own.held_on_precision, own.answered_on, own.answered_on_precision, own.version,
    own.revision, own.recorded_by, own.recorded_at, own.changed_by, own.changed_at,
    own.is_removed, own.batch_id
FROM interaction AS own;

CREATE VIEW note_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, about.id AS about_id,
    own.about, own.text, own.external_ids, own.fields, own.is_private, own.version,
    own.revision, own.recorded_by, own.recorded_at, own.changed_by, own.changed_at,
    own.is_removed, own.batch_id
FROM note AS own
CROSS JOIN actor AS about ON about.key = own.about;

CREATE VIEW tie_type_record AS
SELECT
    own.key, own.network, own.id, own.source_ref, own.confidence, own.prior, own.label_en,
    own.label_id, own.external_ids, own.fields, own.source_kinds, own.target_kinds,
    own.is_directed, own.traversal, own.is_on, own.version, own.revision, own.recorded_by,
    own.recorded_at, own.changed_by, own.changed_at, own.is_removed, own.batch_id
FROM tie_type AS own;
