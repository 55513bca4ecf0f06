-- Read the positions in use of contacts at partners, by id. `pairs` is a JSON array of arrays of
-- the two ids.
-- mode: read
-- params: network :: INTEGER, pairs :: TEXT
-- returns: row :: position_record
WITH wanted AS MATERIALIZED (
    SELECT contact.key AS contact, partner.key AS partner
    FROM json_each(:pairs) AS pair
    CROSS JOIN actor AS contact
        ON contact.network = :network AND contact.id = pair.value ->> 0
    CROSS JOIN actor AS partner
        ON partner.network = :network AND partner.id = pair.value ->> 1
)

SELECT record.*
FROM (
    SELECT DISTINCT position.key
    FROM wanted
    CROSS JOIN position
        ON position.contact = wanted.contact AND position.partner = wanted.partner
) AS own
CROSS JOIN position_record AS record ON record.key = own.key
WHERE record.is_removed = 0
ORDER BY record.id
