// Add a network that nobody sees until it is filled.
// mode: write
// params: row :: MAP
// returns: none
// only: neo4j - a dump does not fit into one transaction here
CREATE (network:HiddenNetwork)
SET network = $row
