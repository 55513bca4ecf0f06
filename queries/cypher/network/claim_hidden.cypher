// Say that a network is still being filled, or deleted.
// mode: write
// params: id :: STRING, seconds :: FLOAT, chunk :: INTEGER
// returns: none
// only: neo4j - a dump does not fit into one transaction here
MATCH (network:HiddenNetwork {id: $id})
USING INDEX SEEK network:HiddenNetwork(id)
SET network.chunk = $chunk,
    network.claimed_until = timestamp() + toInteger($seconds * 1000)
