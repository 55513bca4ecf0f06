// Read the ties in use between pairs of actors, in either direction, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, pairs :: LIST<LIST>
// returns: row :: MAP
UNWIND $pairs AS pair
MATCH (one:Actor {network_id: $network_id, id: pair[0]})
USING INDEX SEEK one:Actor(network_id, id)
MATCH (other:Actor {network_id: $network_id, id: pair[1]})
USING INDEX SEEK other:Actor(network_id, id)
MATCH (one)-[tie:TIE]-(other)
WHERE NOT tie.is_removed AND tie.created_in <= $revision
WITH DISTINCT tie
RETURN properties(tie) AS row
ORDER BY tie.id
