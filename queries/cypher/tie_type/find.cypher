// Read a page of tie types by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER
// returns: row :: MAP
MATCH (tie_type:TieType)
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.network_id = $network_id AND tie_type.id > $after
    AND tie_type.is_removed = $removed AND tie_type.created_in <= $revision
RETURN properties(tie_type) AS row
ORDER BY tie_type.id
LIMIT $limit
