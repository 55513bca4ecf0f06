-- Destroy all actors of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
-- only: sqlite - there contacts and partners are erased apart.
DELETE FROM actor WHERE key BETWEEN :first AND :last
