// Count the records of a noun of the shared room that are in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING
// returns: count :: INTEGER
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, noun, id)
WHERE record.network_id = $network_id AND record.noun = $noun AND record.id > ''
    AND record.created_in <= $revision AND NOT record.is_removed
RETURN count(record) AS count
