-- Read a page of the interactions that an actor took part in, newest first.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, actor :: INTEGER, after_key :: INTEGER,
-- after_id :: TEXT, kind :: TEXT, held_from :: INTEGER, held_to :: INTEGER, batch_id :: TEXT,
-- as_of :: INTEGER, limit :: INTEGER
-- returns: row :: interaction_record
SELECT record.*
FROM (
    SELECT interaction AS key FROM participation WHERE actor = :actor
) AS own
CROSS JOIN interaction_record AS record ON record.key = own.key
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.held_on <= :after_key
    AND (record.held_on < :after_key OR record.id > :after_id)
    AND (:kind IS NULL OR record.kind = :kind)
    AND (:held_from IS NULL OR record.held_on >= :held_from)
    AND (:held_to IS NULL OR record.held_on <= :held_to)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
    AND (:as_of IS NULL OR record.held_on <= :as_of)
ORDER BY record.held_on DESC, record.id
LIMIT :limit
