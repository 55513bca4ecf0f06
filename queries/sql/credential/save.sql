-- Add or replace a credential.
-- mode: write
-- params: id :: TEXT, user_id :: TEXT, digest :: TEXT, label :: TEXT, kind :: TEXT,
-- created_at :: INTEGER, expires_at :: INTEGER, ended_at :: INTEGER
-- returns: none
INSERT INTO credential (
    id, user_id, digest, label, kind, created_at, expires_at, ended_at
)
VALUES (:id, :user_id, :digest, :label, :kind, :created_at, :expires_at, :ended_at)
ON CONFLICT (id) DO UPDATE SET
    user_id = excluded.user_id, digest = excluded.digest, label = excluded.label,
    kind = excluded.kind, created_at = excluded.created_at,
    expires_at = excluded.expires_at, ended_at = excluded.ended_at
