// Read a page of records of the shared room that have all of some marks, newest recorded first.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, removed :: BOOLEAN,
// after_at :: INTEGER, after_id :: STRING, limit :: INTEGER, marks :: LIST<STRING>,
// batch_id :: STRING
// returns: row :: MAP
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, noun, recorded_at)
WHERE record.network_id = $network_id AND record.noun = $noun
    AND record.recorded_at <= $after_at
    AND (record.recorded_at < $after_at OR record.id > $after_id)
    AND record.is_removed = $removed AND record.created_in <= $revision
    AND all(mark IN $marks WHERE mark IN record.marks)
    AND ($batch_id IS NULL OR coalesce(record.batch_id, '') = $batch_id)
RETURN properties(record) AS row
ORDER BY record.recorded_at DESC, record.id
LIMIT $limit
