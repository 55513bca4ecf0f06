-- Destroy all tie words of a network.
-- mode: write
-- params: network :: INTEGER
-- returns: none
-- only: sqlite - types are words on the relationships there.
DELETE FROM tie_word WHERE network = :network
