// Take ties off their ends, to be added again between others.
// mode: write
// params: network_id :: STRING, ids :: LIST<STRING>
// returns: none
// only: neo4j - a relationship cannot change its ends; a row can
UNWIND $ids AS id
MATCH ()-[tie:TIE {network_id: $network_id, id: id}]->()
USING INDEX SEEK tie:TIE(network_id, id)
DELETE tie
