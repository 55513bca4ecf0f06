-- Save how a job stands, if the worker holds it still; the number of rows tells. A request to
-- cancel stays.
-- mode: write
-- params: id :: TEXT, worker :: TEXT, state :: TEXT, stage :: TEXT, done :: INTEGER,
-- total :: INTEGER, result :: TEXT, problem :: TEXT, until :: INTEGER, finished_at :: INTEGER
-- returns: none
UPDATE job
SET
    state = :state, stage = :stage, done = :done, total = :total, result = :result,
    problem = :problem, leased_until = :until, finished_at = :finished_at
WHERE id = :id AND leased_by = :worker AND state = 'running'
