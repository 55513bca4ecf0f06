// Change properties of tie types; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (tie_type:TieType {network_id: $network_id, id: row.id})
USING INDEX SEEK tie_type:TieType(network_id, id)
SET tie_type += row.changes
