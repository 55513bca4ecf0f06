// Read a page of the notes that a reader may see, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, reader :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (note:Note)
USING INDEX SEEK note:Note(network_id, id)
WHERE note.network_id = $network_id AND note.id > $after
    AND note.is_removed = $removed AND note.created_in <= $revision
    AND (NOT note.is_private OR note.recorded_by = $reader)
    AND ($batch_id IS NULL OR coalesce(note.batch_id, '') = $batch_id)
RETURN properties(note) AS row
ORDER BY note.id
LIMIT $limit
