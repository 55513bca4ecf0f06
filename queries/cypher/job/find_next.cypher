// Name the oldest jobs that wait, or whose worker's lease ran out.
// mode: read
// params: at :: INTEGER, limit :: INTEGER
// returns: id :: STRING
MATCH (job:Job)
WHERE job.state IN ['queued', 'running'] AND (job.state = 'queued' OR job.leased_until < $at)
RETURN job.id AS id
ORDER BY job.created_at, job.id
LIMIT $limit
