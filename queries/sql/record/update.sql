-- Replace what records of the shared room say, under their keys.
-- mode: write
-- params: body :: TEXT, version :: INTEGER, revision :: INTEGER, changed_by :: TEXT,
-- changed_at :: INTEGER, key :: INTEGER
-- returns: none
UPDATE record
SET body = ?, version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
