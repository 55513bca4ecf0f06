-- Destroy all interactions of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM interaction WHERE key BETWEEN :first AND :last
