// Read notes by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (note:Note {network_id: $network_id, id: id})
USING INDEX SEEK note:Note(network_id, id)
WHERE note.created_in <= $revision
RETURN properties(note) AS row
