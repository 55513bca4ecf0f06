-- Read which actors of a network were merged into which.
-- mode: read
-- params: network :: INTEGER
-- returns: merged :: INTEGER, into :: INTEGER
SELECT actor.key AS merged, survivor.key AS "into"
FROM actor
CROSS JOIN actor AS survivor
    ON survivor.network = actor.network AND survivor.id = actor.merged_into
WHERE actor.network = :network AND actor.merged_into IS NOT NULL
