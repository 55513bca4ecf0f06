-- Take all marks off a record.
-- mode: write
-- params: record :: INTEGER
-- returns: none
-- only: sqlite - marks are a list in the record there.
DELETE FROM record_mark WHERE record = ?
