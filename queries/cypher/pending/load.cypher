// Read changes kept aside, by id.
// mode: read
// params: network_id :: STRING, noun :: STRING, ids :: LIST<STRING>
// returns: properties :: STRING
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
UNWIND $ids AS id
MATCH (pending:Pending {network_id: $network_id, noun: $noun, id: id})
USING INDEX SEEK pending:Pending(network_id, noun, id)
RETURN pending.properties AS properties
