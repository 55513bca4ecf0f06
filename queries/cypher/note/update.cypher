// Change properties of notes; a null takes one away.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (note:Note {network_id: $network_id, id: row.id})
USING INDEX SEEK note:Note(network_id, id)
SET note += row.changes
