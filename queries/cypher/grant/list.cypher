// Read roles by user or network, ordered by both.
// mode: read
// params: user_id :: STRING, network_id :: STRING
// returns: user_id :: STRING, network_id :: STRING, role :: STRING
MATCH (user:User)-[grant:HAS_ROLE]->(network:Network)
WHERE ($user_id IS NULL OR user.id = $user_id)
    AND ($network_id IS NULL OR network.id = $network_id)
RETURN user.id AS user_id, network.id AS network_id, grant.role AS role
ORDER BY user_id, network_id
