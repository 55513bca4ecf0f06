-- Read roles, of one user or in one network if given.
-- mode: read
-- params: user_id :: TEXT, network_id :: TEXT
-- returns: user_id :: TEXT, network_id :: TEXT, role :: TEXT
SELECT user_id, network_id, role
FROM role_grant
WHERE
    (:user_id IS NULL OR user_id = :user_id)
    AND (:network_id IS NULL OR network_id = :network_id)
ORDER BY user_id, network_id
