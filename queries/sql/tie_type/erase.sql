-- Destroy all tie types of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM tie_type WHERE key BETWEEN :first AND :last
