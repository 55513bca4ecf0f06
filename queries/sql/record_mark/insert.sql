-- Put marks on records.
-- mode: write
-- params: record :: INTEGER, mark :: TEXT
-- returns: none
-- only: sqlite - marks are a list in the record there.
INSERT INTO record_mark (record, mark) VALUES (?, ?)
