-- Read the ties in use between pairs of actors, either way, by id. `pairs` is a JSON array of
-- arrays of two ids.
-- mode: read
-- params: network :: INTEGER, pairs :: TEXT
-- returns: row :: tie_record
WITH wanted AS MATERIALIZED (
    SELECT one.key AS one, other.key AS other
    FROM json_each(:pairs) AS pair
    CROSS JOIN actor AS one
        ON one.network = :network AND one.id = pair.value ->> 0
    CROSS JOIN actor AS other
        ON other.network = :network AND other.id = pair.value ->> 1
)

SELECT record.*
FROM (
    SELECT tie.key
    FROM wanted
    CROSS JOIN tie ON tie.source = wanted.one AND tie.target = wanted.other
    UNION
    SELECT tie.key
    FROM wanted
    CROSS JOIN tie ON tie.source = wanted.other AND tie.target = wanted.one
) AS own
CROSS JOIN tie_record AS record ON record.key = own.key
WHERE record.is_removed = 0
ORDER BY record.id
