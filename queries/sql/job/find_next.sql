-- Find the oldest job that waits, or whose lease ran out.
-- mode: read
-- params: at :: INTEGER
-- returns: id :: TEXT, network_id :: TEXT, kind :: TEXT, created_by :: TEXT, stage :: TEXT,
-- done :: INTEGER, total :: INTEGER, leased_by :: TEXT, created_at :: INTEGER, params :: TEXT,
-- state :: TEXT, result :: TEXT, problem :: TEXT, leased_until :: INTEGER,
-- cancel_requested :: INTEGER, finished_at :: INTEGER
SELECT
    id, network_id, kind, created_by, stage, done, total, leased_by, created_at, params, state,
    result, problem, leased_until, cancel_requested, finished_at
FROM job
WHERE
    state IN ('queued', 'running')
    AND (state = 'queued' OR leased_until IS NULL OR leased_until < :at)
ORDER BY created_at, id
LIMIT 1
