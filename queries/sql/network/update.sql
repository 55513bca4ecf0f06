-- Replace what a network says of itself; its version goes up by one.
-- mode: write
-- params: id :: TEXT, name :: TEXT, purpose :: TEXT, time_zone :: TEXT, language :: TEXT,
-- request_cap :: INTEGER, reminder_days :: INTEGER, odds :: TEXT, phrases :: TEXT,
-- is_demo :: INTEGER
-- returns: none
UPDATE network
SET
    name = :name, purpose = :purpose, time_zone = :time_zone, language = :language,
    request_cap = :request_cap, reminder_days = :reminder_days, odds = :odds,
    phrases = :phrases, is_demo = :is_demo, version = version + 1
WHERE id = :id
