// Keep other writers of a network away until a moment, or for as long as this is repeated.
// mode: write
// params: id :: STRING, claim :: STRING, seconds :: FLOAT, chunk :: INTEGER
// returns: none
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network.claim = $claim, network.chunk = $chunk,
    network.claimed_until = timestamp() + toInteger($seconds * 1000)
