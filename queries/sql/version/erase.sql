-- Destroy all versions of a network.
-- mode: write
-- params: network :: INTEGER
-- returns: none
DELETE FROM version WHERE network = :network
