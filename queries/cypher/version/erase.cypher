// Delete a part of the old versions of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (version:Superseded)
USING INDEX SEEK version:Superseded(network_id, visible_from)
WHERE version.network_id = $network_id AND version.visible_from >= 0
WITH version LIMIT $limit
DELETE version
RETURN count(*) AS deleted
