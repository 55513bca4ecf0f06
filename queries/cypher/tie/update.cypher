// Change properties of ties; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH ()-[tie:TIE {network_id: $network_id, id: row.id}]->()
USING INDEX SEEK tie:TIE(network_id, id)
SET tie += row.changes
