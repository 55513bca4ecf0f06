// Delete changes that were kept aside and have been made.
// mode: write
// params: network_id :: STRING, noun :: STRING, ids :: LIST<STRING>
// returns: none
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
UNWIND $ids AS id
MATCH (pending:Pending {network_id: $network_id, noun: $noun, id: id})
USING INDEX SEEK pending:Pending(network_id, noun, id)
DELETE pending
