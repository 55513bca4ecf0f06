// Replace the properties of partners.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (partner:Actor:Partner {network_id: $network_id, id: row.id})
SET partner = row
