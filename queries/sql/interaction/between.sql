-- Read the newest interactions in use and held that both of two actors took part in, up to a day if given.
-- mode: read
-- params: network :: INTEGER, one :: TEXT, other :: TEXT, most :: INTEGER,
-- until :: INTEGER
-- returns: row :: interaction_record
SELECT record.*
FROM actor AS one
CROSS JOIN actor AS other
CROSS JOIN participation AS first ON first.actor = one.key
CROSS JOIN participation AS second
    ON second.interaction = first.interaction AND second.actor = other.key
CROSS JOIN interaction_record AS record ON record.key = first.interaction
WHERE
    one.network = :network
    AND one.id = :one
    AND other.network = :network
    AND other.id = :other
    AND record.is_removed = 0
    AND record.is_planned = 0
    AND record.is_cancelled = 0
    AND (:until IS NULL OR record.held_on <= :until)
ORDER BY record.held_on DESC, record.id
LIMIT :most
