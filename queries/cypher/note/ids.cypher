// Read id, place, version and state of all notes, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH (note:Note)
USING INDEX SEEK note:Note(network_id, id)
WHERE note.network_id = $network_id AND note.id > ''
    AND note.created_in <= $revision
RETURN
    collect(note.id) AS ids,
    collect(note.place) AS places,
    collect(note.version) AS versions,
    collect(note.is_removed) AS removed
