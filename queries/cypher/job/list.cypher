// Read the jobs of a network, newest first.
// mode: read
// params: network_id :: STRING, limit :: INTEGER
// returns: row :: MAP
MATCH (job:Job {network_id: $network_id})
RETURN properties(job) AS row
ORDER BY job.created_at DESC, job.id
LIMIT $limit
