// Name the networks with a claim that nobody renewed in time.
// mode: read
// params: none
// returns: id :: STRING
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (network:Network)
WHERE network.claimed_until < timestamp()
RETURN network.id AS id
ORDER BY id
