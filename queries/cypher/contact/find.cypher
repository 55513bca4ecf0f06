// Read a page of contacts by folded name; a filter that is null does not count.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, is_leader :: BOOLEAN, region :: STRING, seniority :: INTEGER, do_not_ask ::
// BOOLEAN, tag :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (contact:Contact)
USING INDEX SEEK contact:Contact(network_id, sort_key)
WHERE contact.network_id = $network_id AND contact.sort_key > $after
    AND contact.is_removed = $removed AND contact.created_in <= $revision
    AND ($is_leader IS NULL OR contact.is_leader = $is_leader)
    AND ($region IS NULL OR coalesce(contact.region, '') = $region)
    AND ($seniority IS NULL OR contact.seniority = $seniority)
    AND ($do_not_ask IS NULL OR contact.do_not_ask = $do_not_ask)
    AND ($tag IS NULL OR $tag IN coalesce(contact.tags, []))
    AND ($batch_id IS NULL OR coalesce(contact.batch_id, '') = $batch_id)
RETURN properties(contact) AS row
ORDER BY contact.network_id, contact.sort_key
LIMIT $limit
