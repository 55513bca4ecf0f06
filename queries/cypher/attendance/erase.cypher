// Delete a part of who attended the interactions of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - one transaction cannot delete a large network here; SQLite cascades
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, id)
WHERE interaction.network_id = $network_id AND interaction.id > ''
MATCH (:Actor)-[attended:ATTENDED]->(interaction)
WITH attended LIMIT $limit
DELETE attended
RETURN count(*) AS deleted
