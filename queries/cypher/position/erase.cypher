// Delete a part of the positions of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - one transaction cannot delete a large network here; SQLite cascades
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.network_id = $network_id AND position.id > ''
WITH position LIMIT $limit
DELETE position
RETURN count(*) AS deleted
