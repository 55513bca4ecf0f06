// Change properties of records of the shared room; a null takes one away.
// mode: write
// params: network_id :: STRING, noun :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (record:Record {network_id: $network_id, noun: $noun, id: row.id})
USING INDEX SEEK record:Record(network_id, noun, id)
SET record += row.changes
