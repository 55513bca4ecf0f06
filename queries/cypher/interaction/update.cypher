// Change properties of interactions; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (interaction:Interaction {network_id: $network_id, id: row.id})
USING INDEX SEEK interaction:Interaction(network_id, id)
SET interaction += row.changes
