-- Read a page of the positions of one contact, of one partner alone if given, by id.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, contact :: INTEGER, partner :: INTEGER,
-- after_id :: TEXT, type :: TEXT, capacity :: TEXT, batch_id :: TEXT, as_of :: INTEGER,
-- limit :: INTEGER
-- returns: row :: position_record
SELECT record.*
FROM (
    SELECT key FROM position WHERE contact = :contact
) AS own
CROSS JOIN position_record AS record ON record.key = own.key
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND record.id > :after_id
    AND (:partner IS NULL OR record.partner = :partner)
    AND (:type IS NULL OR record.type = :type)
    AND (:capacity IS NULL OR record.capacity = :capacity)
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
