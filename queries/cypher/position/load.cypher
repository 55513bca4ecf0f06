// Read positions by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH ()-[position:POSITION {network_id: $network_id, id: id}]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.created_in <= $revision
RETURN properties(position) AS row
