// Read a network.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (network:Network {id: $id})
RETURN properties(network) AS row
