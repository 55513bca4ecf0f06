// Add notes and whom they are about. A note about an unknown actor stays alone: the caller looks
// it up first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (note:Note)
SET note = row
WITH note, row
MATCH (actor:Actor {network_id: $network_id, id: row.about_id})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (note)-[:ABOUT]->(actor)
