-- Give a user a role in a network, in place of the one held.
-- mode: write
-- params: user_id :: TEXT, network_id :: TEXT, role :: TEXT
-- returns: none
INSERT INTO role_grant (user_id, network_id, role)
VALUES (:user_id, :network_id, :role)
ON CONFLICT (user_id, network_id) DO UPDATE SET role = excluded.role
