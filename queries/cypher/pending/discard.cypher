// Delete a part of the changes kept aside.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (pending:Pending {network_id: $network_id})
WITH pending LIMIT $limit
DELETE pending
RETURN count(*) AS deleted
