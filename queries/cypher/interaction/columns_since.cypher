// Read who took part in the interactions in use and held that changed after a revision, as columns.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: kind :: STRING, key :: LIST<INTEGER>, actor :: LIST<INTEGER>, day :: LIST<INTEGER>,
// side :: LIST<INTEGER>, answered :: LIST<INTEGER>, recorded_at :: LIST<INTEGER>,
// present :: LIST<BOOLEAN>
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, revision)
WHERE interaction.network_id = $network_id AND interaction.revision > $since
    AND NOT interaction.is_removed AND interaction.created_in <= $revision
    AND NOT coalesce(interaction.is_planned, false)
    AND NOT coalesce(interaction.is_cancelled, false)
MATCH (actor:Actor)-[:ATTENDED]->(interaction)
RETURN
    interaction.kind AS kind,
    collect(interaction.place) AS key,
    collect(actor.place) AS actor,
    collect(interaction.held_on) AS day,
    collect(CASE WHEN interaction.initiator = actor.id THEN 1 ELSE 0 END) AS side,
    collect(coalesce(interaction.answered_on, -2147483648)) AS answered,
    collect(interaction.recorded_at) AS recorded_at,
    collect(NOT coalesce(interaction.delegates CONTAINS ',"' + actor.id + '"]', false)) AS present
