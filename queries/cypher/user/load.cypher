// Read a user.
// mode: read
// params: id :: STRING
// returns: row :: MAP
MATCH (user:User {id: $id})
USING INDEX SEEK user:User(id)
RETURN properties(user) AS row
