-- Read what analyses need of the ties in use; -1 stands for a share that is not stated.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, source :: INTEGER, target :: INTEGER, code :: INTEGER,
-- strength :: REAL, confidence :: REAL, since :: INTEGER, until :: INTEGER,
-- last_contact :: INTEGER, override :: REAL, override_since :: INTEGER,
-- override_until :: INTEGER
SELECT
    key, source, target, code,
    coalesce(strength, -1) AS strength, coalesce(confidence, -1) AS confidence,
    coalesce(since, -2147483648) AS since, coalesce(until, 2147483647) AS until,
    coalesce(last_contact, -2147483648) AS last_contact,
    coalesce(override ->> '$.strength', -1) AS override,
    coalesce(override ->> '$.since', -2147483648) AS override_since,
    coalesce(override ->> '$.until', -2147483648) AS override_until
FROM tie
WHERE key BETWEEN :first AND :last AND is_removed = 0
