// Read the places of the ties removed after a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: keys :: LIST<INTEGER>
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, revision)
WHERE tie.network_id = $network_id AND tie.revision > $since
    AND tie.is_removed AND tie.created_in <= $revision
RETURN collect(tie.place) AS keys
