// Take a job if it still waits, or its worker's lease ran out.
// mode: write
// params: id :: STRING, worker :: STRING, at :: INTEGER, until :: INTEGER
// returns: row :: MAP
MATCH (job:Job {id: $id})
USING INDEX SEEK job:Job(id)
SET job._lock = true
WITH job
WHERE job.state = 'queued' OR (job.state = 'running' AND job.leased_until < $at)
SET job.state = 'running', job.leased_by = $worker, job.leased_until = $until
RETURN properties(job) AS row
