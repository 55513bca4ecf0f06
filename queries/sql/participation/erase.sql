-- Destroy all participations of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
-- only: sqlite - participants are rows of their own here.
DELETE FROM participation WHERE interaction BETWEEN :first AND :last
