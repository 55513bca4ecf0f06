// Add a job.
// mode: write
// params: row :: MAP
// returns: none
CREATE (job:Job)
SET job = $row
