-- Destroy all positions of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM position WHERE key BETWEEN :first AND :last
