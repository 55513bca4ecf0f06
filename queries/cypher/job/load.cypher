// Read a job.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (job:Job {id: $id})
RETURN properties(job) AS row
