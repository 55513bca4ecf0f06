-- Destroy all records of a network in the shared room.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM record WHERE key BETWEEN :first AND :last
