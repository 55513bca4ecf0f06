-- Add or replace a user.
-- mode: write
-- params: id :: TEXT, name :: TEXT, language :: TEXT, contact_id :: TEXT, is_owner :: INTEGER,
-- is_active :: INTEGER
-- returns: none
INSERT INTO user (id, name, language, contact_id, is_owner, is_active)
VALUES (:id, :name, :language, :contact_id, :is_owner, :is_active)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, language = excluded.language, contact_id = excluded.contact_id,
    is_owner = excluded.is_owner, is_active = excluded.is_active
