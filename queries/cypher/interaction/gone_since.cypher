// Read the places of the interactions removed after a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: keys :: LIST<INTEGER>
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, revision)
WHERE interaction.network_id = $network_id AND interaction.revision > $since
    AND interaction.is_removed AND interaction.created_in <= $revision
RETURN collect(interaction.place) AS keys
