-- Count the records in use by noun. Removed ones have a small index of their own.
-- mode: read
-- params: network :: INTEGER
-- returns: noun :: TEXT, count :: INTEGER
SELECT
    'partner' AS noun,
    (SELECT count(*) FROM actor WHERE network = :network AND noun = 'partner')
    - (
        SELECT count(*) FROM actor
        WHERE network = :network AND noun = 'partner' AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'contact' AS noun,
    (SELECT count(*) FROM actor WHERE network = :network AND noun = 'contact')
    - (
        SELECT count(*) FROM actor
        WHERE network = :network AND noun = 'contact' AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'position' AS noun,
    (SELECT count(*) FROM position WHERE network = :network)
    - (
        SELECT count(*) FROM position
        WHERE network = :network AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'tie' AS noun,
    (SELECT count(*) FROM tie WHERE network = :network)
    - (
        SELECT count(*) FROM tie
        WHERE network = :network AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'interaction' AS noun,
    (SELECT count(*) FROM interaction WHERE network = :network)
    - (
        SELECT count(*) FROM interaction
        WHERE network = :network AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'note' AS noun,
    (SELECT count(*) FROM note WHERE network = :network)
    - (
        SELECT count(*) FROM note
        WHERE network = :network AND is_removed = 1
    ) AS count
UNION ALL
SELECT
    'tie_type' AS noun,
    (SELECT count(*) FROM tie_type WHERE network = :network)
    - (
        SELECT count(*) FROM tie_type
        WHERE network = :network AND is_removed = 1
    ) AS count
