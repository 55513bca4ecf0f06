// Delete a part of the ties of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - one transaction cannot delete a large network here; SQLite cascades
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.network_id = $network_id AND tie.id > ''
WITH tie LIMIT $limit
DELETE tie
RETURN count(*) AS deleted
