-- Read a page of the notes about an actor by id, without others' private ones.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, about :: INTEGER, after_id :: TEXT,
-- reader :: TEXT, batch_id :: TEXT, limit :: INTEGER
-- returns: row :: note_record
SELECT record.*
FROM (
    SELECT key FROM note WHERE about = :about
) AS own
CROSS JOIN note_record AS record ON record.key = own.key
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
    AND (record.is_private = 0 OR record.recorded_by = :reader)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
ORDER BY record.id
LIMIT :limit
