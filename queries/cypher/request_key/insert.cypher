// Keep an idempotency key with what its commit did.
// mode: write
// params: row :: MAP
// returns: none
CREATE (key:IdempotencyKey)
SET key = $row
