// Ask to stop a job that is not over; one that waits is cancelled at once.
// mode: write
// params: id :: STRING, at :: INTEGER
// returns: state :: STRING
MATCH (job:Job {id: $id})
USING INDEX SEEK job:Job(id)
SET job._lock = true
WITH job
WHERE job.state IN ['queued', 'running']
SET job.cancel_requested = true,
    job.finished_at = CASE WHEN job.state = 'queued' THEN $at ELSE job.finished_at END,
    job.state = CASE WHEN job.state = 'queued' THEN 'cancelled' ELSE job.state END
RETURN job.state AS state
