-- Read what analyses need of the positions changed after a revision that are in use.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER, contact :: INTEGER, partner :: INTEGER, type :: TEXT,
-- capacity :: TEXT, since :: INTEGER, until :: INTEGER
SELECT
    key, contact, partner, type, capacity,
    coalesce(since, -2147483648) AS since, coalesce(until, 2147483647) AS until
FROM position
WHERE network = :network AND revision > :since AND is_removed = 0
