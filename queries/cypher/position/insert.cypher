// Add positions. A row whose ends are unknown is dropped by MATCH: the caller looks them up
// first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (contact:Actor {network_id: $network_id, id: row.contact_id})
USING INDEX SEEK contact:Actor(network_id, id)
MATCH (partner:Actor {network_id: $network_id, id: row.partner_id})
USING INDEX SEEK partner:Actor(network_id, id)
CREATE (contact)-[position:POSITION]->(partner)
SET position = row
