// Replace the properties of contacts.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (contact:Actor:Contact {network_id: $network_id, id: row.id})
SET contact = row
