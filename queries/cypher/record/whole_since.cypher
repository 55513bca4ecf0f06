// Read the records of a noun of the shared room changed after a revision, removed ones too.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, since :: INTEGER
// returns: row :: MAP
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, revision)
WHERE record.network_id = $network_id AND record.revision > $since
    AND record.noun = $noun AND record.created_in <= $revision
RETURN properties(record) AS row
