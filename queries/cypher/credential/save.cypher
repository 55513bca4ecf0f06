// Add a credential of a user, or replace the one with its id; says whether the user was found.
// mode: write
// params: row :: MAP
// returns: has_user :: BOOLEAN
OPTIONAL MATCH (user:User {id: $row.user_id})
FOREACH (_ IN CASE WHEN user IS NULL THEN [] ELSE [1] END |
    MERGE (credential:Credential {id: $row.id})
    SET credential = $row
    MERGE (user)-[:HOLDS]->(credential)
)
RETURN user IS NOT NULL AS has_user
