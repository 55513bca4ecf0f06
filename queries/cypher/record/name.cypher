// Let records of the shared room name others than before.
// mode: write
// params: network_id :: STRING, noun :: STRING, ids :: LIST<STRING>
// returns: none
// only: neo4j - SQLite reads names in the body of the record
UNWIND $ids AS id
MATCH (record:Record {network_id: $network_id, noun: $noun, id: id})
USING INDEX SEEK record:Record(network_id, noun, id)
CALL (record) {
    MATCH (record)-[names:NAMES]->(:Actor)
    DELETE names
}
UNWIND record.named AS named
MATCH (actor:Actor {network_id: $network_id, id: named})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (record)-[:NAMES]->(actor)
