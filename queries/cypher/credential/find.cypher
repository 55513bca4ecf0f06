// Read a credential by the digest of its secret.
// mode: read
// params: digest :: STRING
// returns: row :: MAP
MATCH (credential:Credential {digest: $digest})
USING INDEX SEEK credential:Credential(digest)
RETURN properties(credential) AS row
