// Delete a part of the partners that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (partner:Actor:Partner)
USING INDEX SEEK partner:Actor(network_id, revision)
WHERE partner.network_id = $network_id AND partner.revision > $revision
    AND partner.created_in > $revision
WITH partner LIMIT $limit
DETACH DELETE partner
RETURN count(*) AS deleted
