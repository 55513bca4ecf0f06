-- Destroy all ties of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM tie WHERE key BETWEEN :first AND :last
