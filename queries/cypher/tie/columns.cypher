// Read the ties in use from actors by place as columns, a row a type; collect() drops nulls,
// hence the sentinels.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, first :: INTEGER, end :: INTEGER
// returns: type :: STRING, key :: LIST<INTEGER>, source :: LIST<INTEGER>,
// target :: LIST<INTEGER>, strength :: LIST<FLOAT>, confidence :: LIST<FLOAT>,
// since :: LIST<INTEGER>, until :: LIST<INTEGER>, last_contact :: LIST<INTEGER>,
// override :: LIST<STRING>
MATCH (source:Actor)
USING INDEX SEEK source:Actor(network_id, place)
WHERE source.network_id = $network_id AND $first <= source.place < $end
MATCH (source)-[tie:TIE]->(target)
WHERE NOT tie.is_removed AND tie.created_in <= $revision
RETURN
    tie.type AS type,
    collect(tie.place) AS key,
    collect(source.place) AS source,
    collect(target.place) AS target,
    collect(coalesce(tie.strength, -1.0)) AS strength,
    collect(coalesce(tie.confidence, -1.0)) AS confidence,
    collect(coalesce(tie.since, -2147483648)) AS since,
    collect(coalesce(tie.until, 2147483647)) AS until,
    collect(coalesce(tie.last_contact, -2147483648)) AS last_contact,
    collect(coalesce(tie.override, '')) AS override
