-- Read a user.
-- mode: read
-- params: id :: TEXT
-- returns: id :: TEXT, name :: TEXT, language :: TEXT, contact_id :: TEXT, is_owner :: INTEGER,
-- is_active :: INTEGER
SELECT id, name, language, contact_id, is_owner, is_active
FROM user
WHERE id = :id
