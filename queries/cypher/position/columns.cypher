// Read the positions in use of contacts by place as columns, a row a type and capacity.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, first :: INTEGER, end :: INTEGER
// returns: type :: STRING, capacity :: STRING, key :: LIST<INTEGER>, contact :: LIST<INTEGER>,
// partner :: LIST<INTEGER>, since :: LIST<INTEGER>, until :: LIST<INTEGER>
MATCH (contact:Actor)
USING INDEX SEEK contact:Actor(network_id, place)
WHERE contact.network_id = $network_id AND $first <= contact.place < $end
MATCH (contact)-[position:POSITION]->(partner)
WHERE NOT position.is_removed AND position.created_in <= $revision
RETURN
    position.type AS type,
    coalesce(position.capacity, '') AS capacity,
    collect(position.place) AS key,
    collect(contact.place) AS contact,
    collect(partner.place) AS partner,
    collect(coalesce(position.since, -2147483648)) AS since,
    collect(coalesce(position.until, 2147483647)) AS until
