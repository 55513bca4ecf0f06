// Change properties of partners; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (partner:Actor:Partner {network_id: $network_id, id: row.id})
USING INDEX SEEK partner:Actor(network_id, id)
SET partner += row.changes
