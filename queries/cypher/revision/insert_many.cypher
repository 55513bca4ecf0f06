// Add lines of a dump to the change log.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
// only: neo4j - SQLite inserts many rows with the query for one
UNWIND $rows AS row
CREATE (revision:Revision)
SET revision = row
