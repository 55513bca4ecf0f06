-- Add a network.
-- mode: write
-- params: id :: TEXT, name :: TEXT, purpose :: TEXT, time_zone :: TEXT, language :: TEXT,
-- request_cap :: INTEGER, reminder_days :: INTEGER, odds :: TEXT, phrases :: TEXT,
-- is_demo :: INTEGER, revision :: INTEGER, version :: INTEGER, birth :: TEXT
-- returns: none
INSERT INTO network (
    id, name, purpose, time_zone, language, request_cap, reminder_days, odds, phrases, is_demo,
    revision, version, birth
)
VALUES (
    :id, :name, :purpose, :time_zone, :language, :request_cap, :reminder_days, :odds, :phrases,
    :is_demo, :revision, :version,
    :birth
)
