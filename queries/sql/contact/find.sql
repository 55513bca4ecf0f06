-- Read a page of contacts by folded name; a filter that is null does not count.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, after_key :: TEXT, after_id :: TEXT,
-- is_leader :: INTEGER, region :: TEXT, seniority :: INTEGER, do_not_ask :: INTEGER,
-- batch_id :: TEXT, tag :: TEXT, limit :: INTEGER
-- returns: row :: contact_record
SELECT record.*
FROM contact_record AS record
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
