// Change properties of positions; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH ()-[position:POSITION {network_id: $network_id, id: row.id}]->()
USING INDEX SEEK position:POSITION(network_id, id)
SET position += row.changes
