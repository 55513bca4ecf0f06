// Read the positions in use of pairs of contact and partner, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, pairs :: LIST<LIST>
// returns: row :: MAP
UNWIND $pairs AS pair
MATCH (:Actor {network_id: $network_id, id: pair[0]})-[position:POSITION]->(:Actor {network_id: $network_id, id: pair[1]})
WHERE NOT position.is_removed AND position.created_in <= $revision
WITH DISTINCT position
RETURN properties(position) AS row
ORDER BY position.id
