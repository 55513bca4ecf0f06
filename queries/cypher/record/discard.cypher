// Delete a part of the records of the shared room that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, revision)
WHERE record.network_id = $network_id AND record.revision > $revision
    AND record.created_in > $revision
WITH record LIMIT $limit
DETACH DELETE record
RETURN count(*) AS deleted
