// Tell whether a commit whose answer got lost came through.
// mode: read
// params: network_id :: STRING, since :: INTEGER, token :: STRING
// returns: revision :: INTEGER
// only: neo4j - the embedded store has no connection to lose
MATCH (revision:Revision)
USING INDEX SEEK revision:Revision(network_id, revision)
WHERE revision.network_id = $network_id AND revision.revision > $since AND revision.token = $token
RETURN revision.revision AS revision
