// Delete a part of the records of a network in the shared room.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (record:Record)
USING INDEX SEEK record:Record(network_id, noun, id)
WHERE record.network_id = $network_id AND record.noun > '' AND record.id > ''
WITH record LIMIT $limit
DETACH DELETE record
RETURN count(*) AS deleted
