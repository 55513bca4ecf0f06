// Read the change log, newest first, below a revision.
// mode: read
// params: network_id :: STRING, before :: INTEGER, limit :: INTEGER
// returns: row :: MAP
MATCH (revision:Revision)
USING INDEX SEEK revision:Revision(network_id, revision)
WHERE revision.network_id = $network_id AND revision.revision < $before
RETURN properties(revision) AS row
ORDER BY revision.revision DESC
LIMIT $limit
