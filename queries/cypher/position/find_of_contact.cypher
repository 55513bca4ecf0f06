// Read a page of the positions of a contact by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, as_of :: INTEGER, contact_id :: STRING, partner_id :: STRING, type :: STRING,
// capacity :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (contact:Actor:Contact {network_id: $network_id, id: $contact_id})-[position:POSITION]->()
USING INDEX SEEK contact:Actor(network_id, id)
WHERE position.id > $after
    AND position.is_removed = $removed AND position.created_in <= $revision
    AND ($as_of IS NULL OR coalesce(position.since, $as_of) <= $as_of)
    AND ($as_of IS NULL OR $as_of < coalesce(position.until, $as_of + 1))
    AND ($partner_id IS NULL OR position.partner_id = $partner_id)
    AND ($type IS NULL OR position.type = $type)
    AND ($capacity IS NULL OR position.capacity = $capacity)
    AND ($batch_id IS NULL OR coalesce(position.batch_id, '') = $batch_id)
RETURN properties(position) AS row
ORDER BY position.id
LIMIT $limit
