-- Replace what a network says of itself; its version goes up by one.
-- mode: write
-- params: id :: TEXT, name :: TEXT, purpose :: TEXT, time_zone :: TEXT, language :: TEXT,
-- request_cap :: INTEGER, is_demo :: INTEGER
-- returns: none
UPDATE network
SET
    name = :name, purpose = :purpose, time_zone = :time_zone, language = :language,
    request_cap = :request_cap, is_demo = :is_demo, version = version + 1
WHERE id = :id
