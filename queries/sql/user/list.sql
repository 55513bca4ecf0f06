-- Read all users, by id.
-- mode: read
-- params: none
-- returns: id :: TEXT, name :: TEXT, language :: TEXT, contact_id :: TEXT, is_owner :: INTEGER,
-- is_active :: INTEGER
SELECT id, name, language, contact_id, is_owner, is_active
FROM user
ORDER BY id
