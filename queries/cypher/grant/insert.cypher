// Add roles of a dump.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
// only: neo4j - SQLite inserts many rows with the query for one
UNWIND $rows AS row
MATCH (user:User {id: row.user_id})
USING INDEX SEEK user:User(id)
MATCH (network:Network {id: row.network_id})
USING INDEX SEEK network:Network(id)
CREATE (user)-[:HAS_ROLE {role: row.role}]->(network)
