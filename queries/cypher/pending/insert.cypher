// Keep changes of a large commit aside until it is activated; a later change of the same record
// counts.
// mode: write
// params: network_id :: STRING, rows :: LIST<MAP>
// returns: none
// only: neo4j - large commits are staged here; SQLite writes them in one transaction
UNWIND $rows AS row
MERGE (pending:Pending {network_id: $network_id, noun: row.noun, id: row.id})
SET pending.properties = row.properties, pending.changes = row.changes
