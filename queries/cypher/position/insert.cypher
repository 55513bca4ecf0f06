// Add positions. A row whose ends are unknown is dropped by MATCH: the caller looks them up
// first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (contact:Actor {network_id: $network_id, id: row.contact_id})
MATCH (partner:Actor {network_id: $network_id, id: row.partner_id})
CREATE (contact)-[position:POSITION]->(partner)
SET position = row
