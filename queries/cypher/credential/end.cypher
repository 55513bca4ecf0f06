// End a credential that has not ended.
// mode: write
// params: id :: STRING, at :: INTEGER
// returns: id :: STRING
MATCH (credential:Credential {id: $id})
USING INDEX SEEK credential:Credential(id)
SET credential._lock = true
WITH credential
WHERE credential.ended_at IS NULL
SET credential.ended_at = $at
RETURN credential.id AS id
