// Delete a part of a network's change log.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (revision:Revision)
USING INDEX SEEK revision:Revision(network_id, revision)
WHERE revision.network_id = $network_id AND revision.revision >= 0
WITH revision LIMIT $limit
DELETE revision
RETURN count(*) AS deleted
