-- Destroy all actors of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM actor WHERE key BETWEEN :first AND :last
