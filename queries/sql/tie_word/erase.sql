-- Destroy all tie words of a network.
-- mode: write
-- params: network :: INTEGER
-- returns: none
DELETE FROM tie_word WHERE network = :network
