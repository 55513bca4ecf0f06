// Read the old versions of a record, newest first.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, noun :: STRING, id :: STRING
// returns: image :: STRING, superseded_by :: STRING, superseded_at :: INTEGER
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, noun, id, version)
WHERE version.network_id = $network_id AND version.noun = $noun AND version.id = $id
    AND version.version >= 1 AND version.visible_from <= $revision
RETURN version.image AS image, version.superseded_by AS superseded_by,
    version.superseded_at AS superseded_at
ORDER BY version.version DESC
