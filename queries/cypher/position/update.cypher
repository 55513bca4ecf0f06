// Replace the properties of positions whose ends stay; names them.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: id :: STRING
UNWIND $rows AS row
MATCH ()-[position:POSITION {network_id: $network_id, id: row.id}]->()
WHERE startNode(position).id = row.contact_id AND endNode(position).id = row.partner_id
SET position = row
RETURN row.id AS id
