// Replace a network's own fields.
// mode: write
// params: id :: STRING, row :: MAP
// returns: none
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network += $row
