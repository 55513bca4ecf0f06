-- Read a job.
-- mode: read
-- params: id :: TEXT
-- returns: id :: TEXT, network_id :: TEXT, kind :: TEXT, created_by :: TEXT, stage :: TEXT,
-- done :: INTEGER, total :: INTEGER, leased_by :: TEXT, created_at :: INTEGER, params :: TEXT,
-- state :: TEXT, result :: TEXT, problem :: TEXT, leased_until :: INTEGER,
-- cancel_requested :: INTEGER, finished_at :: INTEGER
SELECT
    id, network_id, kind, created_by, stage, done, total, leased_by, created_at, params, state,
    result, problem, leased_until, cancel_requested, finished_at
FROM job
WHERE id = :id
