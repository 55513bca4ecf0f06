// Let notes be about another actor.
// mode: write
// params: network_id :: STRING, ids :: LIST<STRING>
// returns: none
// only: neo4j - SQLite needs no relationship beside the key in the row
UNWIND $ids AS id
MATCH (note:Note {network_id: $network_id, id: id})
USING INDEX SEEK note:Note(network_id, id)
CALL (note) {
    MATCH (note)-[about:ABOUT]->(:Actor)
    DELETE about
}
MATCH (actor:Actor {network_id: $network_id, id: note.about_id})
USING INDEX SEEK actor:Actor(network_id, id)
CREATE (note)-[:ABOUT]->(actor)
