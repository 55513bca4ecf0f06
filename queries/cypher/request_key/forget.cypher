// Forget idempotency keys of a network that came before a moment, no more at once than the limit.
// mode: write
// params: network_id :: STRING, before :: INTEGER, limit :: INTEGER
// returns: none
MATCH (key:IdempotencyKey)
USING INDEX SEEK key:IdempotencyKey(network_id, at)
WHERE key.network_id = $network_id AND key.at < $before
WITH key LIMIT $limit
DELETE key
