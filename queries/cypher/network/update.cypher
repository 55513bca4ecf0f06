// Replace a network's own fields.
// mode: write
// params: id :: STRING, row :: MAP
// returns: none
MATCH (network:Network {id: $id})
SET network += $row
