-- Destroy all revisions of a network.
-- mode: write
-- params: network :: INTEGER
-- returns: none
DELETE FROM revision WHERE network = :network
