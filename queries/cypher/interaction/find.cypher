// Read a page of interactions, newest first; a filter that is null does not count.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, removed :: BOOLEAN, after_day :: INTEGER,
// after_id :: STRING, limit :: INTEGER, as_of :: INTEGER, held_from :: INTEGER, held_to ::
// INTEGER, kind :: STRING, batch_id :: STRING
// returns: row :: MAP
MATCH (interaction:Interaction)
USING INDEX SEEK interaction:Interaction(network_id, held_on)
WHERE interaction.network_id = $network_id
    AND interaction.held_on <= $after_day
    AND (interaction.held_on < $after_day OR interaction.id > $after_id)
    AND interaction.is_removed = $removed AND interaction.created_in <= $revision
    AND ($as_of IS NULL OR interaction.held_on <= $as_of)
    AND ($held_from IS NULL OR interaction.held_on >= $held_from)
    AND ($held_to IS NULL OR interaction.held_on <= $held_to)
    AND ($kind IS NULL OR interaction.kind = $kind)
    AND ($batch_id IS NULL OR coalesce(interaction.batch_id, '') = $batch_id)
RETURN properties(interaction) AS row
ORDER BY interaction.held_on DESC, interaction.id
LIMIT $limit
