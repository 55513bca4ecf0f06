// Delete a part of the old versions that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, visible_from)
WHERE version.network_id = $network_id AND version.visible_from > $revision
WITH version LIMIT $limit
DELETE version
RETURN count(*) AS deleted
