-- Read a page of partners by folded name; a filter that is null does not count.
-- mode: read
-- params: network :: INTEGER, removed :: INTEGER, after_key :: TEXT, after_id :: TEXT,
-- sector :: TEXT, level :: TEXT, kind :: TEXT, region :: TEXT, parent_id :: TEXT,
-- is_key_partner :: INTEGER, batch_id :: TEXT, tag :: TEXT, limit :: INTEGER
-- returns: row :: partner_record
SELECT record.*
FROM partner_record AS record
WHERE
    record.network = :network
    AND record.is_removed = :removed
    AND (record.sort_name, record.id) > (:after_key, :after_id)
    AND (:sector IS NULL OR record.sector = :sector)
    AND (:level IS NULL OR record.level = :level)
    AND (:kind IS NULL OR record.kind = :kind)
    AND (:region IS NULL OR record.region = :region)
    AND (:parent_id IS NULL OR record.parent_id = :parent_id)
    AND (:is_key_partner IS NULL OR record.is_key_partner = :is_key_partner)
    AND (:batch_id IS NULL OR record.batch_id = :batch_id)
    AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(record.tags) WHERE value = :tag))
ORDER BY record.sort_name, record.id
LIMIT :limit
