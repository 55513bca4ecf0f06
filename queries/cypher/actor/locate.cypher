// Find the places of actors by id, removed ones too.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: id :: STRING, place :: INTEGER
UNWIND $ids AS id
MATCH (actor:Actor {network_id: $network_id, id: id})
USING INDEX SEEK actor:Actor(network_id, id)
WHERE actor.created_in <= $revision
RETURN id, actor.place AS place
