// Read who took part in the interactions in use, of actors by place, as columns, a row a kind.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, first :: INTEGER, end :: INTEGER
// returns: kind :: STRING, key :: LIST<INTEGER>, actor :: LIST<INTEGER>, day :: LIST<INTEGER>
MATCH (actor:Actor)
USING INDEX SEEK actor:Actor(network_id, place)
WHERE actor.network_id = $network_id AND $first <= actor.place < $end
MATCH (actor)-[:ATTENDED]->(interaction:Interaction)
WHERE NOT interaction.is_removed AND interaction.created_in <= $revision
RETURN
    interaction.kind AS kind,
    collect(interaction.place) AS key,
    collect(actor.place) AS actor,
    collect(interaction.held_on) AS day
