// Add a line to the change log.
// mode: write
// params: row :: MAP
// returns: none
CREATE (revision:Revision)
SET revision = $row
