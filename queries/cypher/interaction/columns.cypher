// Read who took part in the interactions in use and held, of actors by place, as columns, a row
// a kind.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, first :: INTEGER, end :: INTEGER
// returns: kind :: STRING, key :: LIST<INTEGER>, actor :: LIST<INTEGER>, day :: LIST<INTEGER>,
// side :: LIST<INTEGER>, answered :: LIST<INTEGER>, recorded_at :: LIST<INTEGER>,
// present :: LIST<BOOLEAN>
MATCH (actor:Actor)
USING INDEX SEEK actor:Actor(network_id, place)
WHERE actor.network_id = $network_id AND $first <= actor.place < $end
MATCH (actor)-[:ATTENDED]->(interaction:Interaction)
WHERE NOT interaction.is_removed AND interaction.created_in <= $revision
    AND NOT coalesce(interaction.is_planned, false)
    AND NOT coalesce(interaction.is_cancelled, false)
RETURN
    interaction.kind AS kind,
    collect(interaction.place) AS key,
    collect(actor.place) AS actor,
    collect(interaction.held_on) AS day,
    collect(CASE WHEN interaction.initiator = actor.id THEN 1 ELSE 0 END) AS side,
    collect(coalesce(interaction.answered_on, -2147483648)) AS answered,
    collect(interaction.recorded_at) AS recorded_at,
    collect(NOT coalesce(interaction.delegates CONTAINS ',"' + actor.id + '"]', false)) AS present
