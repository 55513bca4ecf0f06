// Read a page of positions by id; a filter that is null does not count.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, as_of :: INTEGER, type :: STRING, capacity :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH ()-[position:POSITION]->()
USING INDEX SEEK position:POSITION(network_id, id)
WHERE position.network_id = $network_id AND position.id > $after
    AND position.is_removed = $removed AND position.created_in <= $revision
    AND ($as_of IS NULL OR coalesce(position.since, $as_of) <= $as_of)
    AND ($as_of IS NULL OR $as_of < coalesce(position.until, $as_of + 1))
    AND ($type IS NULL OR position.type = $type)
    AND ($capacity IS NULL OR position.capacity = $capacity)
    AND ($batch_id IS NULL OR coalesce(position.batch_id, '') = $batch_id)
RETURN properties(position) AS row
ORDER BY position.network_id, position.id
LIMIT $limit
