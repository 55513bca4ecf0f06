// Read interactions by id, removed ones too, that exist in a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, ids :: LIST<STRING>
// returns: row :: MAP
UNWIND $ids AS id
MATCH (interaction:Interaction {network_id: $network_id, id: id})
USING INDEX SEEK interaction:Interaction(network_id, id)
WHERE interaction.created_in <= $revision
RETURN properties(interaction) AS row
