// Replace the properties of ties whose ends stay; names them.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: id :: STRING
UNWIND $rows AS row
MATCH ()-[tie:TIE {network_id: $network_id, id: row.id}]->()
WHERE startNode(tie).id = row.source_id AND endNode(tie).id = row.target_id
SET tie = row
RETURN row.id AS id
