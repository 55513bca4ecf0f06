// Tell which ids are contacts and which partners.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: id :: STRING, kind :: STRING
UNWIND $ids AS id
MATCH (actor:Actor {network_id: $network_id, id: id})
USING INDEX SEEK actor:Actor(network_id, id)
WHERE actor.created_in <= $revision
RETURN id, CASE WHEN actor:Contact THEN 'contact' ELSE 'partner' END AS kind
