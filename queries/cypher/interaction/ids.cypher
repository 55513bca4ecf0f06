// Read id, place, version and state of all interactions, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, id)
WHERE interaction.network_id = $network_id AND interaction.id > ''
    AND interaction.created_in <= $revision
RETURN
    collect(interaction.id) AS ids,
    collect(interaction.place) AS places,
    collect(interaction.version) AS versions,
    collect(interaction.is_removed) AS removed
