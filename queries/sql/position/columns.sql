-- Read what analyses need of the positions in use.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, contact :: INTEGER, partner :: INTEGER, type :: TEXT,
-- capacity :: TEXT, since :: INTEGER, until :: INTEGER
SELECT
    key, contact, partner, type, capacity,
    coalesce(since, -2147483648) AS since, coalesce(until, 2147483647) AS until
FROM position
WHERE key BETWEEN :first AND :last AND is_removed = 0
