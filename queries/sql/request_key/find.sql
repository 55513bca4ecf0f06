-- Find what a request with an idempotency key did.
-- mode: read
-- params: network :: INTEGER, user_id :: TEXT, key :: TEXT
-- returns: fingerprint :: TEXT, revision :: INTEGER, touched :: TEXT
SELECT fingerprint, revision, touched
FROM request_key
WHERE network = :network AND user_id = :user_id AND key = :key
