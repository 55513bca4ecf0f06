// Delete a part of the contacts of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
// only: neo4j - one transaction cannot delete a large network here; SQLite cascades
MATCH (contact:Actor:Contact)
USING INDEX SEEK contact:Actor(network_id, place)
WHERE contact.network_id = $network_id AND contact.place >= 0
WITH contact LIMIT $limit
DETACH DELETE contact
RETURN count(*) AS deleted
