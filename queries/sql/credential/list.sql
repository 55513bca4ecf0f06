-- Read credentials, newest first, of one user or kind if given.
-- mode: read
-- params: user_id :: TEXT, kind :: TEXT
-- returns: id :: TEXT, user_id :: TEXT, digest :: TEXT, label :: TEXT, kind :: TEXT,
-- created_at :: INTEGER, expires_at :: INTEGER, ended_at :: INTEGER
SELECT id, user_id, digest, label, kind, created_at, expires_at, ended_at
FROM credential
WHERE (:user_id IS NULL OR user_id = :user_id) AND (:kind IS NULL OR kind = :kind)
ORDER BY created_at DESC, id
