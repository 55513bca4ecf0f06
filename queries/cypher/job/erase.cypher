// Delete a part of the jobs of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (job:Job {network_id: $network_id})
WITH job LIMIT $limit
DELETE job
RETURN count(*) AS deleted
