// Take a network out of sight until it is deleted piece by piece.
// mode: write
// params: id :: STRING
// returns: none
// only: neo4j - a large network is deleted in parts here; SQLite cascades
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network:HiddenNetwork
REMOVE network:Network
