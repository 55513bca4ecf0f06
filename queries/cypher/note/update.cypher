// Replace the properties of notes and whom they are about.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (note:Note {network_id: $network_id, id: row.id})
SET note = row
WITH note, row
CALL (note) {
    MATCH (note)-[about:ABOUT]->(:Actor)
    DELETE about
}
WITH note, row
MATCH (actor:Actor {network_id: $network_id, id: row.about_id})
CREATE (note)-[:ABOUT]->(actor)
