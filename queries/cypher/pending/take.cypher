// Read a part of the changes kept aside.
// mode: read
// params: network_id :: STRING, limit :: INTEGER
// returns: noun :: STRING, id :: STRING, properties :: STRING
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (pending:Pending {network_id: $network_id})
RETURN pending.noun AS noun, pending.id AS id, pending.properties AS properties
LIMIT $limit
