-- Find which of some ids are taken, and by what. `ids` is a JSON array.
-- mode: read
-- params: network :: INTEGER, ids :: TEXT
-- returns: key :: INTEGER, id :: TEXT, noun :: TEXT, is_removed :: INTEGER
-- only: sqlite - there the ids of a commit are judged before it writes.
SELECT actor.key, actor.id, actor.noun, actor.is_removed
FROM json_each(:ids) AS wanted
CROSS JOIN actor ON actor.network = :network AND actor.id = wanted.value
