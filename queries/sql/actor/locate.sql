-- Find the keys of actors by id. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: id :: TEXT, key :: INTEGER, noun :: TEXT
SELECT actor.id, actor.key, actor.noun
FROM json_each(:ids) AS wanted
CROSS JOIN actor ON actor.network = :network AND actor.id = wanted.value
