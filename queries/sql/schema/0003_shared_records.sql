-- Records of further kinds, kept whole: `body` is the record's row as JSON. Beside them their
-- marks, what lists can be filtered by, such as `asked_id=hadi`.

CREATE TABLE record (
    key INTEGER PRIMARY KEY,
    network INTEGER NOT NULL,
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    batch_id TEXT NOT NULL
);

CREATE UNIQUE INDEX record_id ON record (network, noun, id);
CREATE INDEX record_recorded ON record (network, noun, recorded_at DESC, id);
CREATE INDEX record_revision ON record (network, revision);
CREATE INDEX record_removed ON record (network, noun) WHERE is_removed = 1;

CREATE TABLE record_mark (
    record INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (record, mark)
) WITHOUT ROWID;
CREATE INDEX record_mark_mark ON record_mark (mark, record);
