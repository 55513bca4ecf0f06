// Read what a commit with this idempotency key did.
// mode: read
// params: network_id :: STRING, user_id :: STRING, key :: STRING
// returns: fingerprint :: STRING, revision :: INTEGER, touched :: STRING
MATCH (key:IdempotencyKey {network_id: $network_id, user_id: $user_id, key: $key})
USING INDEX SEEK key:IdempotencyKey(network_id, user_id, key)
RETURN key.fingerprint AS fingerprint, key.revision AS revision, key.touched AS touched
