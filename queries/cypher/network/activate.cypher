// Make what a large commit staged count; changes kept aside are being made from now on.
// mode: write
// params: id :: STRING, revision :: INTEGER, next_places :: LIST<INTEGER>, is_applying ::
// BOOLEAN
// returns: none
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network.revision = $revision, network.next_places = $next_places,
    network.is_applying = $is_applying,
    network.applied = network.applied + CASE WHEN $is_applying THEN 1 ELSE 0 END
