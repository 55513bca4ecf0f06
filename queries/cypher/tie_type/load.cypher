// Read tie types by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (tie_type:TieType {network_id: $network_id, id: id})
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.created_in <= $revision
RETURN properties(tie_type) AS row
