// Add partners. A taken id breaks a constraint.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (partner:Actor:Partner)
SET partner = row
