-- Ask to stop a job that is not over; one that waits is over at once.
-- mode: write
-- params: id :: TEXT, at :: INTEGER
-- returns: none
UPDATE job
SET
    cancel_requested = 1,
    finished_at = CASE state WHEN 'queued' THEN :at ELSE finished_at END,
    state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END
WHERE id = :id AND state IN ('queued', 'running')
