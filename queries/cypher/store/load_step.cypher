// Read which schema steps were applied.
// mode: read
// params: none
// returns: step :: INTEGER
// only: neo4j - SQLite counts them in user_version
MATCH (schema:SchemaStep {id: 'restu'})
RETURN schema.step AS step
