// Read id, place, version and state of all records of a noun of the shared room, one list for
// each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>,
// removed :: LIST<BOOLEAN>
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, noun, id)
WHERE record.network_id = $network_id AND record.noun = $noun AND record.id > ''
    AND record.created_in <= $revision
RETURN
    collect(record.id) AS ids,
    collect(record.place) AS places,
    collect(record.version) AS versions,
    collect(record.is_removed) AS removed
