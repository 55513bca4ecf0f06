-- Read all credentials, oldest first.
-- mode: read
-- params: none
-- returns: id :: TEXT, user_id :: TEXT, digest :: TEXT, label :: TEXT, kind :: TEXT,
-- created_at :: INTEGER, expires_at :: INTEGER, ended_at :: INTEGER
SELECT id, user_id, digest, label, kind, created_at, expires_at, ended_at
FROM credential
ORDER BY created_at, id
