// Delete a part of the positions of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.network_id = $network_id AND position.id > ''
WITH position LIMIT $limit
DELETE position
RETURN count(*) AS deleted
