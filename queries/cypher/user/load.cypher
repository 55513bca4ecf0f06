// Read a user.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (user:User {id: $id})
RETURN properties(user) AS row
