// Note that a schema step was applied.
// mode: write
// params: step :: INTEGER
// returns: none
// only: neo4j - SQLite counts them in user_version
MERGE (schema:SchemaStep {id: 'restu'})
SET schema.step = $step
