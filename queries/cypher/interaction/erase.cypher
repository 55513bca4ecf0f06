// Delete a part of the interactions of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, id)
WHERE interaction.network_id = $network_id AND interaction.id > ''
WITH interaction LIMIT $limit
DETACH DELETE interaction
RETURN count(*) AS deleted
