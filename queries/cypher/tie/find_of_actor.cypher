// Read a page of the ties of an actor, from or to it, by id.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after :: STRING, limit
// :: INTEGER, as_of :: INTEGER, actor_id :: STRING, source_id :: STRING, target_id :: STRING,
// type :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (actor:Actor {network_id: $network_id, id: $actor_id})-[tie:TIE]-()
USING INDEX SEEK actor:Actor(network_id, id)
WHERE tie.id > $after
    AND tie.is_removed = $removed AND tie.created_in <= $revision
    AND ($as_of IS NULL OR coalesce(tie.since, $as_of) <= $as_of)
    AND ($as_of IS NULL OR $as_of < coalesce(tie.until, $as_of + 1))
    AND ($source_id IS NULL OR tie.source_id = $source_id)
    AND ($target_id IS NULL OR tie.target_id = $target_id)
    AND ($type IS NULL OR tie.type = $type)
    AND ($batch_id IS NULL OR coalesce(tie.batch_id, '') = $batch_id)
RETURN properties(tie) AS row
ORDER BY tie.id
LIMIT $limit
