// Change properties of contacts; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (contact:Actor:Contact {network_id: $network_id, id: row.id})
USING INDEX SEEK contact:Actor(network_id, id)
SET contact += row.changes
