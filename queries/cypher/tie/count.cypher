// Count the ties in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.network_id = $network_id AND tie.id > ''
    AND tie.created_in <= $revision AND NOT tie.is_removed
RETURN count(tie) AS count
