// Read ties by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH ()-[tie:TIE {network_id: $network_id, id: id}]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.created_in <= $revision
RETURN properties(tie) AS row
