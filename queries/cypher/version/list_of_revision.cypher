// Name the records of which a revision made a version that is old by now.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, made_in :: INTEGER
// returns: noun :: STRING, id :: STRING
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, revision)
WHERE version.network_id = $network_id AND version.revision = $made_in
    AND version.visible_from <= $revision
RETURN DISTINCT version.noun AS noun, version.id AS id
