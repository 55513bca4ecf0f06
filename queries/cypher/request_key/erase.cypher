// Delete a part of the idempotency keys of a network.
// mode: write
// params: network_id :: STRING, limit :: INTEGER
// returns: deleted :: INTEGER
MATCH (key:IdempotencyKey)
USING INDEX SEEK key:IdempotencyKey(network_id, user_id, key)
WHERE key.network_id = $network_id AND key.user_id > '' AND key.key IS NOT NULL
WITH key LIMIT $limit
DELETE key
RETURN count(*) AS deleted
