-- End a credential that has not ended; the number of rows tells.
-- mode: write
-- params: id :: TEXT, at :: INTEGER
-- returns: none
UPDATE credential SET ended_at = :at WHERE id = :id AND ended_at IS NULL
