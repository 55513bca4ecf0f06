-- Keep what a request with an idempotency key did. `touched` is a JSON array of noun and id.
-- mode: write
-- params: network :: INTEGER, user_id :: TEXT, key :: TEXT, fingerprint :: TEXT,
-- revision :: INTEGER, touched :: TEXT, at :: INTEGER
-- returns: none
INSERT INTO request_key (network, user_id, key, fingerprint, revision, touched, at)
VALUES (:network, :user_id, :key, :fingerprint, :revision, :touched, :at)
