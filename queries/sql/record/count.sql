-- Count the records of a noun of the shared room that are in use.
-- mode: read
-- params: network :: INTEGER, noun :: TEXT
-- returns: count :: INTEGER
SELECT
    (SELECT count(*) FROM record WHERE network = :network AND noun = :noun)
    - (
        SELECT count(*)
        FROM record
        WHERE network = :network AND noun = :noun AND is_removed = 1
    ) AS count
