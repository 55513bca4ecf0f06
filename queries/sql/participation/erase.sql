-- Destroy all participations of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM participation WHERE interaction BETWEEN :first AND :last
