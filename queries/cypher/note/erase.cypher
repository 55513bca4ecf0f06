// Delete a part of the notes of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (note:Note)
USING INDEX SEEK note:Note(network_id, id)
WHERE note.network_id = $network_id AND note.id > ''
WITH note LIMIT $limit
DETACH DELETE note
RETURN count(*) AS deleted
