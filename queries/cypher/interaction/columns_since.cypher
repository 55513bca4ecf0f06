// Read who took part in the interactions in use that changed after a revision, as columns.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: kind :: STRING, key :: LIST<INTEGER>, actor :: LIST<INTEGER>, day :: LIST<INTEGER>
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, revision)
WHERE interaction.network_id = $network_id AND interaction.revision > $since
    AND NOT interaction.is_removed AND interaction.created_in <= $revision
MATCH (actor:Actor)-[:ATTENDED]->(interaction)
RETURN
    interaction.kind AS kind,
    collect(interaction.place) AS key,
    collect(actor.place) AS actor,
    collect(interaction.held_on) AS day
