// Count the positions in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.network_id = $network_id AND position.id > ''
    AND position.created_in <= $revision AND NOT position.is_removed
RETURN count(position) AS count
