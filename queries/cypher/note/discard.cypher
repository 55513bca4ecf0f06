// Delete a part of the notes that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (note:Note)
USING INDEX SEEK note:Note(network_id, revision)
WHERE note.network_id = $network_id AND note.revision > $revision
    AND note.created_in > $revision
WITH note LIMIT $limit
DETACH DELETE note
RETURN count(*) AS deleted
