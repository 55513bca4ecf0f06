-- Read a page of records of the shared room, newest recorded first.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT, removed :: INTEGER, after_key :: INTEGER,
-- after_id :: TEXT, batch_id :: TEXT, limit :: INTEGER
-- returns: row :: record
SELECT *
FROM record
WHERE
    network = :network
    AND noun = :noun
    AND is_removed = :removed
    AND recorded_at <= :after_key
    AND (recorded_at < :after_key OR id > :after_id)
    AND (:batch_id IS NULL OR batch_id = :batch_id)
ORDER BY recorded_at DESC, id
LIMIT :limit
