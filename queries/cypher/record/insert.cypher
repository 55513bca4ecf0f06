// Add records of the shared room, with relationships to the actors that they name. A taken id
// breaks a constraint; an unknown actor is dropped by MATCH: the caller looks them up first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (record:Record)
SET record = row
WITH record, row
UNWIND row.named AS named
MATCH (actor:Actor {network_id: $network_id, id: named})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (record)-[:NAMES]->(actor)
