// Tell whether there is neither a network nor a user.
// mode: read
// params: none
// returns: is_empty :: BOOLEAN
// only: neo4j - SQLite counts rows of a table
RETURN NOT EXISTS { (:Network) } AND NOT EXISTS { (:User) } AS is_empty
