// Give a user a role in a network, in place of the one held; says which of both was found.
// mode: write
// params: user_id :: STRING, network_id :: STRING, role :: STRING
// returns: has_user :: BOOLEAN, has_network :: BOOLEAN
OPTIONAL MATCH (user:User {id: $user_id})
OPTIONAL MATCH (network:Network {id: $network_id})
SET user._lock = true
FOREACH (_ IN CASE WHEN user IS NULL OR network IS NULL THEN [] ELSE [1] END |
    MERGE (user)-[grant:HAS_ROLE]->(network)
    SET grant.role = $role
)
RETURN user IS NOT NULL AS has_user, network IS NOT NULL AS has_network
