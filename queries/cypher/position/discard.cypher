// Delete a part of the positions that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, revision)
WHERE position.network_id = $network_id AND position.revision > $revision
    AND position.created_in > $revision
WITH position LIMIT $limit
DELETE position
RETURN count(*) AS deleted
