// Add tie types. A taken id breaks a constraint.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (tie_type:TieType)
SET tie_type = row
