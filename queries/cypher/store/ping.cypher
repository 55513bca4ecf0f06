// Answer.
// mode: read
// params: none
// returns: answer :: INTEGER
// only: neo4j - the embedded store needs no connection
RETURN 1 AS answer
