// Add a network.
// mode: write
// params: row :: MAP
// returns: none
CREATE (network:Network)
SET network = $row
