// Add interactions and who attended. An unknown participant is dropped by MATCH: the caller
// looks them up first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (interaction:Interaction)
SET interaction = row
WITH interaction, row
UNWIND row.participants AS participant
MATCH (actor:Actor {network_id: $network_id, id: participant})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (actor)-[:ATTENDED]->(interaction)
