// Read contacts by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (contact:Actor:Contact {network_id: $network_id, id: id})
USING INDEX SEEK contact:Actor(network_id, id)
WHERE contact.created_in <= $revision
RETURN properties(contact) AS row
