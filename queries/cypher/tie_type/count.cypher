// Count the tie types in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH (tie_type:TieType)
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.network_id = $network_id AND tie_type.id > ''
    AND tie_type.created_in <= $revision AND NOT tie_type.is_removed
RETURN count(tie_type) AS count
