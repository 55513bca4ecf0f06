-- Read a page of ties by id; a filter that is null does not count.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, after_id :: TEXT, type :: TEXT,
-- batch_id :: TEXT, as_of :: INTEGER, limit :: INTEGER
-- returns: row :: tie_record
SELECT record.*
FROM tie_record AS record
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
    AND (:type IS NULL OR record.type = :type)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
    AND (
        :as_of IS NULL
        OR (
            coalesce(record.since, -2147483648) <= :as_of
            AND :as_of < coalesce(record.until, 2147483647)
        )
    )
ORDER BY record.id
LIMIT :limit
