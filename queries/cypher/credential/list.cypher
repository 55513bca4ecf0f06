// Read credentials, newest first.
// mode: read
// params: user_id :: STRING, kind :: STRING
// returns: row :: MAP
MATCH (credential:Credential)
WHERE ($user_id IS NULL OR credential.user_id = $user_id)
    AND ($kind IS NULL OR credential.kind = $kind)
RETURN properties(credential) AS row
ORDER BY credential.created_at DESC, credential.id
