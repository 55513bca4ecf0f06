-- Destroy all jobs of a network.
-- mode: write
-- params: network_id :: TEXT
-- returns: none
DELETE FROM job WHERE network_id = :network_id
