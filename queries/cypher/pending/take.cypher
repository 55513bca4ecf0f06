// Read a part of the changes kept aside.
// mode: read
// params: network_id :: STRING, limit :: INTEGER
// returns: noun :: STRING, id :: STRING, properties :: STRING, changes :: STRING
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (pending:Pending)
USING INDEX SEEK pending:Pending(network_id, noun, id)
WHERE pending.network_id = $network_id AND pending.noun > '' AND pending.id > ''
RETURN pending.noun AS noun, pending.id AS id,
    pending.properties AS properties, pending.changes AS changes
LIMIT $limit
