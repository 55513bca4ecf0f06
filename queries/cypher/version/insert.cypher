// Keep old versions.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (version:Superseded)
SET version = row
