// Read a page of the contacts with a position at a partner, on a day if one is given.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, partner_id :: STRING, as_of :: INTEGER, is_leader :: BOOLEAN, region :: STRING,
// seniority :: INTEGER, do_not_ask :: BOOLEAN, tag :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (partner:Actor:Partner {network_id: $network_id, id: $partner_id})
    <-[position:POSITION]-(contact:Contact)
USING INDEX SEEK partner:Actor(network_id, id)
WHERE NOT position.is_removed AND position.created_in <= $revision
    AND ($as_of IS NULL OR coalesce(position.since, $as_of) <= $as_of)
    AND ($as_of IS NULL OR $as_of < coalesce(position.until, $as_of + 1))
    AND contact.sort_key > $after
    AND contact.is_removed = $removed AND contact.created_in <= $revision
    AND ($is_leader IS NULL OR contact.is_leader = $is_leader)
    AND ($region IS NULL OR coalesce(contact.region, '') = $region)
    AND ($seniority IS NULL OR contact.seniority = $seniority)
    AND ($do_not_ask IS NULL OR contact.do_not_ask = $do_not_ask)
    AND ($tag IS NULL OR $tag IN coalesce(contact.tags, []))
    AND ($batch_id IS NULL OR coalesce(contact.batch_id, '') = $batch_id)
WITH DISTINCT contact
RETURN properties(contact) AS row
ORDER BY contact.sort_key
LIMIT $limit
