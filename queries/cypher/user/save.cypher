// Add or replace a user.
// mode: write
// params: row :: MAP
// returns: none
MERGE (user:User {id: $row.id})
SET user = $row
