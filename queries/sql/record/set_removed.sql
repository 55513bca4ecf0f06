-- Take records of the shared room out of use or put them back, under their keys.
-- mode: write
-- params: is_removed :: INTEGER, version :: INTEGER, revision :: INTEGER, changed_by :: TEXT,
-- changed_at :: INTEGER, key :: INTEGER
-- returns: none
-- only: sqlite - removal is one update with all others there.
UPDATE record
SET is_removed = ?, version = ?, revision = ?, changed_by = ?, changed_at = ?
WHERE key = ?
