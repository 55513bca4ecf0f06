-- Read a page of the contacts with a position at a partner, on a day if one is given.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, partner :: INTEGER, as_of :: INTEGER,
-- after_key :: TEXT, after_id :: TEXT, is_leader :: INTEGER, region :: TEXT,
-- seniority :: INTEGER, do_not_ask :: INTEGER, batch_id :: TEXT, tag :: TEXT, limit :: INTEGER
-- returns: row :: contact_record
SELECT record.*
FROM (
    SELECT DISTINCT contact AS key
    FROM position
    WHERE partner = :partner AND is_removed = 0
        AND (
            :as_of IS NULL
            OR (coalesce(since, -2147483648) <= :as_of AND :as_of < coalesce(until, 2147483647))
        )
) AS own
CROSS JOIN contact_record AS record ON record.key = own.key
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND (record.sort_name, record.id) > (:after_key, :after_id)
    AND (:is_leader IS NULL OR record.is_leader = :is_leader)
    AND (:region IS NULL OR record.region = :region)
    AND (:seniority IS NULL OR record.seniority = :seniority)
    AND (:do_not_ask IS NULL OR record.do_not_ask = :do_not_ask)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
    AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(record.tags) WHERE value = :tag))
ORDER BY record.sort_name, record.id
LIMIT :limit
