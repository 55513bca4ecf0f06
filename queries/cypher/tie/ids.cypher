// Read id, place, version and state of all ties, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.network_id = $network_id AND tie.id > ''
    AND tie.created_in <= $revision
RETURN
    collect(tie.id) AS ids,
    collect(tie.place) AS places,
    collect(tie.version) AS versions,
    collect(tie.is_removed) AS removed
