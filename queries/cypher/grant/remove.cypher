// Take a user's role in a network away.
// mode: write
// params: user_id :: STRING, network_id :: STRING
// returns: none
MATCH (:User {id: $user_id})-[grant:HAS_ROLE]->(:Network {id: $network_id})
DELETE grant
