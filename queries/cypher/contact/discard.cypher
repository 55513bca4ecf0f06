// Delete a part of the contacts that were staged beyond a revision.
// mode: write
// params: network_id :: STRING, revision :: INTEGER, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (contact:Actor:Contact)
USING INDEX SEEK contact:Actor(network_id, revision)
WHERE contact.network_id = $network_id AND contact.revision > $revision
    AND contact.created_in > $revision
WITH contact LIMIT $limit
DETACH DELETE contact
RETURN count(*) AS deleted
