// Read a page of partners by folded name; a filter that is null does not count.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, sector :: STRING, level :: STRING, kind :: STRING, region :: STRING, parent_id ::
// STRING, is_key_partner :: BOOLEAN, tag :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (partner:Partner)
USING INDEX SEEK partner:Partner(network_id, sort_key)
WHERE partner.network_id = $network_id AND partner.sort_key > $after
    AND partner.is_removed = $removed AND partner.created_in <= $revision
    AND ($sector IS NULL OR partner.sector = $sector)
    AND ($level IS NULL OR partner.level = $level)
    AND ($kind IS NULL OR partner.kind = $kind)
    AND ($region IS NULL OR coalesce(partner.region, '') = $region)
    AND ($parent_id IS NULL OR partner.parent_id = $parent_id)
    AND ($is_key_partner IS NULL OR partner.is_key_partner = $is_key_partner)
    AND ($tag IS NULL OR $tag IN coalesce(partner.tags, []))
    AND ($batch_id IS NULL OR coalesce(partner.batch_id, '') = $batch_id)
RETURN properties(partner) AS row
ORDER BY partner.network_id, partner.sort_key
LIMIT $limit
