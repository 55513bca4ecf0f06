// Read the change log from a revision on, up to another.
// mode: read
// params: network_id :: STRING, after :: INTEGER, until :: INTEGER, limit :: INTEGER
// returns: row :: MAP
MATCH (revision:Revision)
USING INDEX SEEK revision:Revision(network_id, revision)
WHERE revision.network_id = $network_id AND $after < revision.revision <= $until
RETURN properties(revision) AS row
ORDER BY revision.revision
LIMIT $limit
