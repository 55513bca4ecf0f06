-- Read a page of the ties of an actor, from a source, to a target, or all of these.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, actor :: INTEGER, source :: INTEGER,
-- target :: INTEGER, after_id :: TEXT, type :: TEXT, batch_id :: TEXT, as_of :: INTEGER,
-- limit :: INTEGER
-- returns: row :: tie_record
SELECT record.*
FROM (
    SELECT key FROM tie WHERE source IN (:source, :actor)
    UNION
    SELECT key FROM tie WHERE target IN (:target, :actor)
) AS own
CROSS JOIN tie_record AS record ON record.key = own.key
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
    AND (:source IS NULL OR record.source = :source)
    AND (:target IS NULL OR record.target = :target)
    AND (:actor IS NULL OR :actor IN (record.source, record.target))
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
