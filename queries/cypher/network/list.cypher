// Read all networks, by id.
// mode: read
// params: none
// returns: row :: MAP
MATCH (network:Network)
RETURN properties(network) AS row
ORDER BY network.id
