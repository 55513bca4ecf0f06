// Read id, place, version and state of all positions, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.network_id = $network_id AND position.id > ''
    AND position.created_in <= $revision
RETURN
    collect(position.id) AS ids,
    collect(position.place) AS places,
    collect(position.version) AS versions,
    collect(position.is_removed) AS removed
