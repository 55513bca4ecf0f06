-- Count the tie types in use. Removed ones have a small index of their own.
-- mode: read
-- params: network :: INTEGER
-- returns: count :: INTEGER
SELECT
    (SELECT count(*) FROM tie_type WHERE network = :network)
    - (
        SELECT count(*)
        FROM tie_type
        WHERE network = :network AND is_removed = 1
    ) AS count
