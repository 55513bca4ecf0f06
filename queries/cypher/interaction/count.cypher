// Count the interactions in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, id)
WHERE interaction.network_id = $network_id AND interaction.id > ''
    AND interaction.created_in <= $revision AND NOT interaction.is_removed
RETURN count(interaction) AS count
