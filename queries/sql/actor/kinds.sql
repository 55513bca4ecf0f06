-- Tell which of some ids are contacts and which partners. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: id :: TEXT, noun :: TEXT
SELECT actor.id, actor.noun
FROM json_each(:ids) AS wanted
CROSS JOIN actor ON actor.network = :network AND actor.id = wanted.value
