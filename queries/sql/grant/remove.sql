-- Take a role away.
-- mode: write
-- params: user_id :: TEXT, network_id :: TEXT
-- returns: none
DELETE FROM role_grant WHERE user_id = :user_id AND network_id = :network_id
