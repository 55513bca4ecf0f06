// Delete a part of the tie types that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (tie_type:TieType)
WHERE tie_type.network_id = $network_id AND tie_type.revision > $revision
    AND tie_type.created_in > $revision
WITH tie_type LIMIT $limit
DETACH DELETE tie_type
RETURN count(*) AS deleted
