-- Read what analyses need of the actors changed after a revision.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER, id :: TEXT, noun :: TEXT, sector :: TEXT, level :: TEXT,
-- kind :: TEXT, seniority :: INTEGER, busyness :: REAL, request_cap :: INTEGER,
-- is_leader :: INTEGER,
-- do_not_ask :: INTEGER, is_deceased :: INTEGER, has_opted_out :: INTEGER,
-- is_key_partner :: INTEGER, is_removed :: INTEGER, is_merged :: INTEGER
SELECT
    key, id, noun, sector, level, kind, seniority, busyness, request_cap,
    is_leader, do_not_ask, is_deceased, has_opted_out, is_key_partner, is_removed,
    merged_into IS NOT NULL AS is_merged
FROM actor
WHERE network = :network AND revision > :since
