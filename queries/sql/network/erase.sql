-- Destroy a network itself; roles in it go with it.
-- mode: write
-- params: key :: INTEGER
-- returns: none
DELETE FROM network WHERE key = :key
