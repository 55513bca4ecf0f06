// Delete a part of the tie types of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (tie_type:TieType)
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.network_id = $network_id AND tie_type.id > ''
WITH tie_type LIMIT $limit
DETACH DELETE tie_type
RETURN count(*) AS deleted
