// Put others in place of those who attended.
// mode: write
// params: network_id :: STRING, ids :: LIST<STRING>
// returns: none
// only: neo4j - SQLite rewrites rows of its own table, participation
UNWIND $ids AS id
MATCH (interaction:Interaction {network_id: $network_id, id: id})
USING INDEX SEEK interaction:Interaction(network_id, id)
CALL (interaction) {
    MATCH (:Actor)-[attended:ATTENDED]->(interaction)
    DELETE attended
}
UNWIND interaction.participants AS participant
MATCH (actor:Actor {network_id: $network_id, id: participant})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (actor)-[:ATTENDED]->(interaction)
