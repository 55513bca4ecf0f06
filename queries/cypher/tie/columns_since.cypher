// Read the ties in use that changed after a revision as columns, a row a type.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: type :: STRING, key :: LIST<INTEGER>, source :: LIST<INTEGER>,
// target :: LIST<INTEGER>, strength :: LIST<FLOAT>, confidence :: LIST<FLOAT>,
// since :: LIST<INTEGER>, until :: LIST<INTEGER>, last_contact :: LIST<INTEGER>,
// override :: LIST<STRING>
MATCH (source)-[tie:TIE]->(target)
USING INDEX SEEK tie:TIE(network_id, revision)
WHERE tie.network_id = $network_id AND tie.revision > $since
    AND NOT tie.is_removed AND tie.created_in <= $revision
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
