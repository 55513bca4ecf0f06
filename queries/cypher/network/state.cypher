// Read where a network stands.
// mode: read
// params: id :: STRING
// returns: revision :: INTEGER, version :: INTEGER, next_places :: LIST<INTEGER>, claim ::
// STRING, claimed_until :: INTEGER, is_applying :: BOOLEAN, applied :: INTEGER, chunk ::
// INTEGER, now :: INTEGER
// only: neo4j - guards reads against a large commit that is being activated
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
RETURN
    network.revision AS revision,
    network.version AS version,
    network.next_places AS next_places,
    network.claim AS claim,
    network.claimed_until AS claimed_until,
    network.is_applying AS is_applying,
    network.applied AS applied,
    network.chunk AS chunk,
    timestamp() AS now
