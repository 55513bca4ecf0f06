-- Find a credential by the digest of its secret.
-- mode: read
-- params: digest :: TEXT
-- returns: id :: TEXT, user_id :: TEXT, digest :: TEXT, label :: TEXT, kind :: TEXT,
-- created_at :: INTEGER, expires_at :: INTEGER, ended_at :: INTEGER
SELECT id, user_id, digest, label, kind, created_at, expires_at, ended_at
FROM credential
WHERE digest = :digest
