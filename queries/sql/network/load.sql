-- Read a network with its counters.
-- mode: read
-- params: id :: TEXT
-- returns: key :: INTEGER, id :: TEXT, name :: TEXT, purpose :: TEXT, time_zone :: TEXT,
-- language :: TEXT, request_cap :: INTEGER, reminder_days :: INTEGER, odds :: TEXT,
-- phrases :: TEXT, is_demo :: INTEGER, revision :: INTEGER, version :: INTEGER, birth :: TEXT
SELECT
    key, id, name, purpose, time_zone, language, request_cap, reminder_days, odds, phrases,
    is_demo, revision, version, birth
FROM network
WHERE id = :id
