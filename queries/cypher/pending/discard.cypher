// Delete a part of the changes kept aside.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (pending:Pending)
USING INDEX SEEK pending:Pending(network_id, noun, id)
WHERE pending.network_id = $network_id AND pending.noun > '' AND pending.id > ''
WITH pending LIMIT $limit
DELETE pending
RETURN count(*) AS deleted
