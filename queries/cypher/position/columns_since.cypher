// Read the positions in use that changed after a revision as columns, a row a type and capacity.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: type :: STRING, capacity :: STRING, key :: LIST<INTEGER>, contact :: LIST<INTEGER>,
// partner :: LIST<INTEGER>, since :: LIST<INTEGER>, until :: LIST<INTEGER>
MATCH (contact)-[position:POSITION]->(partner)
USING INDEX SEEK position:POSITION(network_id, revision)
WHERE position.network_id = $network_id AND position.revision > $since
    AND NOT position.is_removed AND position.created_in <= $revision
RETURN
    position.type AS type,
    coalesce(position.capacity, '') AS capacity,
    collect(position.place) AS key,
    collect(contact.place) AS contact,
    collect(partner.place) AS partner,
    collect(coalesce(position.since, -2147483648)) AS since,
    collect(coalesce(position.until, 2147483647)) AS until
