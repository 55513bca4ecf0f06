// Read the places of the interactions out of use, removed or not held, that changed after a
// revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: keys :: LIST<INTEGER>
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, revision)
WHERE interaction.network_id = $network_id AND interaction.revision > $since
    AND interaction.created_in <= $revision
    AND (interaction.is_removed OR coalesce(interaction.is_planned, false)
        OR coalesce(interaction.is_cancelled, false))
RETURN collect(interaction.place) AS keys
