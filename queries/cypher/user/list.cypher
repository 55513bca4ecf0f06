// Read all users, by id.
// mode: read
// params: none
// returns: row :: MAP
MATCH (user:User)
RETURN properties(user) AS row
ORDER BY user.id
