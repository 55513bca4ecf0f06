// Delete a part of the ties that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, revision)
WHERE tie.network_id = $network_id AND tie.revision > $revision
    AND tie.created_in > $revision
WITH tie LIMIT $limit
DELETE tie
RETURN count(*) AS deleted
