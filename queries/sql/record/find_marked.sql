-- Read a page of records of the shared room that have all of some marks, newest recorded first.
-- `marks` is a JSON array; `mark` is one of them, the search starts from it.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER, noun :: TEXT, mark :: TEXT, marks :: TEXT,
-- removed :: INTEGER, after_key :: INTEGER, after_id :: TEXT, batch_id :: TEXT,
-- limit :: INTEGER
-- returns: row :: record
-- only: sqlite - marks are a list in the record there.
SELECT record.*
FROM record_mark AS own
CROSS JOIN record ON record.key = own.record
WHERE
    own.mark = :mark
    AND own.record BETWEEN :first AND :last
    AND record.noun = :noun
    AND record.is_removed = :removed
    AND record.recorded_at <= :after_key
    AND (record.recorded_at < :after_key OR record.id > :after_id)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
    AND NOT EXISTS (
        SELECT 1
        FROM json_each(:marks) AS wanted
        LEFT JOIN record_mark AS other
            ON other.record = own.record AND other.mark = wanted.value
        WHERE other.record IS NULL
    )
ORDER BY record.recorded_at DESC, record.id
LIMIT :limit
