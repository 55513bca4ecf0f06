-- Destroy all notes of a network.
-- mode: write
-- params: first :: INTEGER, last :: INTEGER
-- returns: none
DELETE FROM note WHERE key BETWEEN :first AND :last
