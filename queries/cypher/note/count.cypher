// Count the notes in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH (note:Note)
USING INDEX SEEK note:Note(network_id, id)
WHERE note.network_id = $network_id AND note.id > ''
    AND note.created_in <= $revision AND NOT note.is_removed
RETURN count(note) AS count
