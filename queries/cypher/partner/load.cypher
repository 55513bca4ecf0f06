// Read partners by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (partner:Actor:Partner {network_id: $network_id, id: id})
USING INDEX SEEK partner:Actor(network_id, id)
WHERE partner.created_in <= $revision
RETURN properties(partner) AS row
