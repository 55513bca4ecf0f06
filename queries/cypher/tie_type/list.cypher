// Read the tie types in use, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: row :: MAP
MATCH (tie_type:TieType)
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.network_id = $network_id AND tie_type.id > ''
    AND NOT tie_type.is_removed AND tie_type.created_in <= $revision
RETURN properties(tie_type) AS row
ORDER BY tie_type.id
