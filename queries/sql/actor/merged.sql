-- Find the actors that were merged into some actors themselves. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: id :: TEXT
SELECT actor.id
FROM json_each(:ids) AS wanted
CROSS JOIN actor ON actor.network = :network AND actor.merged_into = wanted.value
