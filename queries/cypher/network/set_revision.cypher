// Raise a network's revision; the last write of a commit.
// mode: write
// params: id :: STRING, revision :: INTEGER, next_places :: LIST<INTEGER>
// returns: none
MATCH (network:Network {id: $id})
USING INDEX SEEK network:Network(id)
SET network.revision = $revision, network.next_places = $next_places
