// Make filled networks visible, with their next free dense numbers.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
// only: neo4j - a dump does not fit into one transaction here
UNWIND $rows AS row
MATCH (network:HiddenNetwork {id: row.id})
USING INDEX SEEK network:HiddenNetwork(id)
SET network:Network, network.next_places = row.next_places
REMOVE network:HiddenNetwork, network.claimed_until, network.chunk
