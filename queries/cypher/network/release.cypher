// Let other writers of a network in again.
// mode: write
// params: id :: STRING
// returns: none
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network.is_applying = false
REMOVE network.claim, network.claimed_until, network.chunk
