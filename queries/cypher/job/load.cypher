// Read a job.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (job:Job {id: $id})
USING INDEX SEEK job:Job(id)
RETURN properties(job) AS row
