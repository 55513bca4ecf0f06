// Read records of the shared room by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (record:Record {network_id: $network_id, noun: $noun, id: id})
USING INDEX SEEK record:Record(network_id, noun, id)
WHERE record.created_in <= $revision
RETURN properties(record) AS row
