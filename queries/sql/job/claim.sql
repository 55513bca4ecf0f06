-- Take a job.
-- mode: write
-- params: id :: TEXT, worker :: TEXT, until :: INTEGER
-- returns: none
UPDATE job SET state = 'running', leased_by = :worker, leased_until = :until WHERE id = :id
