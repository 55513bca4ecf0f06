-- Count the contacts in use. Removed ones have a small index of their own.
-- mode: read
-- params: network :: INTEGER
-- returns: count :: INTEGER
SELECT
    (SELECT count(*) FROM actor WHERE network = :network AND noun = 'contact')
    - (
        SELECT count(*)
        FROM actor
        WHERE network = :network AND noun = 'contact' AND is_removed = 1
    ) AS count
