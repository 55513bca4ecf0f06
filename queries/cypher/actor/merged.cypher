// Find the actors that were merged into some actors themselves.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: id :: STRING
UNWIND $ids AS id
MATCH (actor:Actor {network_id: $network_id, merged_into: id})
USING INDEX SEEK actor:Actor(network_id, merged_into)
WHERE actor.created_in <= $revision
RETURN actor.id AS id
