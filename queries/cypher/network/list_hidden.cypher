// Read the networks that are being filled or deleted.
// mode: read
// params: none
// returns: id :: STRING, chunk :: INTEGER, claimed_until :: INTEGER, now :: INTEGER
// only: neo4j - a dump does not fit into one transaction here
MATCH (network:HiddenNetwork)
RETURN network.id AS id, network.chunk AS chunk,
    network.claimed_until AS claimed_until, timestamp() AS now
ORDER BY id
