-- Destroy all marks of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
-- only: sqlite - marks are a list in the record there.
DELETE FROM record_mark WHERE record BETWEEN :first AND :last
