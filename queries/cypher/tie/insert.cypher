// Add ties. A row whose ends are unknown is dropped by MATCH: the caller looks them up first.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (source:Actor {network_id: $network_id, id: row.source_id})
USING INDEX SEEK source:Actor(network_id, id)
MATCH (target:Actor {network_id: $network_id, id: row.target_id})
USING INDEX SEEK target:Actor(network_id, id)
CREATE (source)-[tie:TIE]->(target)
SET tie = row
