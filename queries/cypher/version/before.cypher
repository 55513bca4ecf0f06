// Read the last version of records that is older than a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, ids :: LIST<STRING>,
// made_before :: INTEGER
// returns: id :: STRING, image :: STRING
UNWIND $ids AS id
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, noun, id, version)
WHERE version.network_id = $network_id AND version.noun = $noun AND version.id = id
    AND version.version >= 1 AND version.revision < $made_before
    AND version.visible_from <= $revision
WITH id, version
ORDER BY version.version DESC
RETURN id, collect(version.image)[0] AS image
