// Read the positions in use of pairs of contact and partner, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, pairs :: LIST<LIST>
// returns: row :: MAP
UNWIND $pairs AS pair
MATCH (contact:Actor {network_id: $network_id, id: pair[0]})
USING INDEX SEEK contact:Actor(network_id, id)
MATCH (partner:Actor {network_id: $network_id, id: pair[1]})
USING INDEX SEEK partner:Actor(network_id, id)
MATCH (contact)-[position:POSITION]->(partner)
WHERE NOT position.is_removed AND position.created_in <= $revision
WITH DISTINCT position
RETURN properties(position) AS row
ORDER BY position.id
