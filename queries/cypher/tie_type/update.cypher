// Replace the properties of tie types.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (tie_type:TieType {network_id: $network_id, id: row.id})
SET tie_type = row
