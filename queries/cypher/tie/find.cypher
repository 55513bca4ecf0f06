// Read a page of ties by id; a filter that is null does not count.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, as_of :: INTEGER, type :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH ()-[tie:TIE]->()
USING INDEX SEEK tie:TIE(network_id, id)
WHERE tie.network_id = $network_id AND tie.id > $after
    AND tie.is_removed = $removed AND tie.created_in <= $revision
    AND ($as_of IS NULL OR coalesce(tie.since, $as_of) <= $as_of)
    AND ($as_of IS NULL OR $as_of < coalesce(tie.until, $as_of + 1))
    AND ($type IS NULL OR tie.type = $type)
    AND ($batch_id IS NULL OR coalesce(tie.batch_id, '') = $batch_id)
RETURN properties(tie) AS row
ORDER BY tie.network_id, tie.id
LIMIT $limit
