// Lock a network until the transaction ends, then read where it stands.
// mode: write
// params: id :: STRING
// returns: revision :: INTEGER, version :: INTEGER, next_places :: LIST<INTEGER>, claim ::
// STRING, claimed_until :: INTEGER, is_applying :: BOOLEAN, applied :: INTEGER, chunk ::
// INTEGER, now :: INTEGER
// only: neo4j - a commit is not visible all at once: who writes, or reads a whole revision,
// holds this lock
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network._lock = true
WITH network
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
