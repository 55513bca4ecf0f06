// Replace the properties of interactions and who attended.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (interaction:Interaction {network_id: $network_id, id: row.id})
SET interaction = row
WITH interaction, row
CALL (interaction) {
    MATCH (:Actor)-[attended:ATTENDED]->(interaction)
    DELETE attended
}
WITH interaction, row
UNWIND row.participants AS participant
MATCH (actor:Actor {network_id: $network_id, id: participant})
CREATE (actor)-[:ATTENDED]->(interaction)
