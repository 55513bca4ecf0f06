-- Read a page of notes by id, without others' private ones.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, after_id :: TEXT, reader :: TEXT,
-- batch_id :: TEXT, limit :: INTEGER
-- returns: row :: note_record
SELECT record.*
FROM note_record AS record
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
    AND (record.is_private = 0 OR record.recorded_by = :reader)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
ORDER BY record.id
LIMIT :limit
