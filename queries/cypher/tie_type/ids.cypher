// Read id, place, version and state of all tie types, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH (tie_type:TieType)
USING INDEX SEEK tie_type:TieType(network_id, id)
WHERE tie_type.network_id = $network_id AND tie_type.id > ''
    AND tie_type.created_in <= $revision
RETURN
    collect(tie_type.id) AS ids,
    collect(tie_type.place) AS places,
    collect(tie_type.version) AS versions,
    collect(tie_type.is_removed) AS removed
