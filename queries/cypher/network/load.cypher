// Read a network.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
RETURN properties(network) AS row
