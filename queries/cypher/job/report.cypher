// Save what a worker that still holds the job says about it.
// mode: write
// params: row :: MAP, worker :: STRING, until :: INTEGER
// returns: cancel_requested :: BOOLEAN
MATCH (job:Job {id: $row.id})
USING INDEX SEEK job:Job(id)
SET job._lock = true
WITH job
WHERE job.leased_by = $worker AND job.state = 'running'
WITH job, job.cancel_requested AS cancel_requested
SET job = $row
SET job.cancel_requested = cancel_requested, job.leased_by = $worker, job.leased_until = $until
RETURN cancel_requested
