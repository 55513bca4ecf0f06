-- Forget the request keys of a network that came before a moment.
-- mode: write
-- params: network :: INTEGER, before :: INTEGER
-- returns: none
DELETE FROM request_key WHERE network = :network AND at < :before
