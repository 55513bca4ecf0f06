// Add contacts. A taken id breaks a constraint.
// mode: write
// params: rows :: LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (contact:Actor:Contact)
SET contact = row
