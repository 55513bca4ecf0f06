// Delete a part of the ties of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.network_id = $network_id AND tie.id > ''
WITH tie LIMIT $limit
DELETE tie
RETURN count(*) AS deleted
