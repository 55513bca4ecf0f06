// Read the places of the positions removed after a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: keys :: LIST<INTEGER>
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, revision)
WHERE position.network_id = $network_id AND position.revision > $since
    AND position.is_removed AND position.created_in <= $revision
RETURN collect(position.place) AS keys
