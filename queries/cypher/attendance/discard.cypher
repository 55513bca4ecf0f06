// Delete a part of who attended interactions that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, revision)
WHERE interaction.network_id = $network_id AND interaction.revision > $revision
    AND interaction.created_in > $revision
MATCH (:Actor)-[attended:ATTENDED]->(interaction)
WITH attended LIMIT $limit
DELETE attended
RETURN count(*) AS deleted
