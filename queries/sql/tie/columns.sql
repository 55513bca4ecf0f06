-- Read what analyses need of the ties in use; -1 stands for a share that is not stated.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, source :: INTEGER, target :: INTEGER, code :: INTEGER,
-- strength :: REAL, confidence :: REAL, since :: INTEGER, until :: INTEGER,
-- last_contact :: INTEGER
SELECT
    key, source, target, code,
    coalesce(strength, -1), coalesce(confidence, -1),
    coalesce(since, -2147483648), coalesce(until, 2147483647),
    coalesce(last_contact, -2147483648)
FROM tie
WHERE key BETWEEN :first AND :last AND is_removed = 0
