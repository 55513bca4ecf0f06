// Delete a network itself, with the roles in it, its jobs and keys, once its records are gone.
// mode: write
// params: id :: STRING
// returns: none
MATCH (network:HiddenNetwork {id: $id})
USING INDEX SEEK network:HiddenNetwork(id)
DETACH DELETE network
