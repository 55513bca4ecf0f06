-- Destroy all request keys of a network.
-- mode: write
-- params: network :: INTEGER
-- returns: none
DELETE FROM request_key WHERE network = :network
