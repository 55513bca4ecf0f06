// Delete a part of the partners of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - one transaction cannot delete a large network here; SQLite cascades
MATCH (partner:Actor:Partner)
USING INDEX SEEK partner:Actor(network_id, place)
WHERE partner.network_id = $network_id AND partner.place >= 0
WITH partner LIMIT $limit
DETACH DELETE partner
RETURN count(*) AS deleted
