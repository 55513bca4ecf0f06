// Read what changed after one revision and up to another, the first ones of each kind; others'
// private notes are left out.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER, until :: INTEGER, limit
// :: INTEGER, reader :: STRING
// returns: revision :: INTEGER, noun :: STRING, id :: STRING, version :: INTEGER, is_removed ::
// BOOLEAN
CALL () {
    MATCH (actor:Actor)
    USING INDEX SEEK actor:Actor(network_id, revision)
    WHERE actor.network_id = $network_id AND $since < actor.revision <= $until
        AND actor.created_in <= $revision
    RETURN actor.revision AS revision, CASE WHEN actor:Contact THEN 'contact' ELSE 'partner' END AS noun,
        actor.id AS id, actor.version AS version, actor.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH ()-[tie:TIE]->()
    USING INDEX SEEK tie:TIE(network_id, revision)
    WHERE tie.network_id = $network_id AND $since < tie.revision <= $until
        AND tie.created_in <= $revision
    RETURN tie.revision AS revision, 'tie' AS noun,
        tie.id AS id, tie.version AS version, tie.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH ()-[position:POSITION]->()
    USING INDEX SEEK position:POSITION(network_id, revision)
    WHERE position.network_id = $network_id AND $since < position.revision <= $until
        AND position.created_in <= $revision
    RETURN position.revision AS revision, 'position' AS noun,
        position.id AS id, position.version AS version, position.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH (interaction:Interaction)
    USING INDEX SEEK interaction:Interaction(network_id, revision)
    WHERE interaction.network_id = $network_id AND $since < interaction.revision <= $until
        AND interaction.created_in <= $revision
    RETURN interaction.revision AS revision, 'interaction' AS noun,
        interaction.id AS id, interaction.version AS version, interaction.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH (note:Note)
    USING INDEX SEEK note:Note(network_id, revision)
    WHERE note.network_id = $network_id AND $since < note.revision <= $until
        AND note.created_in <= $revision
        AND ($reader IS NULL OR NOT note.is_private OR note.recorded_by = $reader)
    RETURN note.revision AS revision, 'note' AS noun,
        note.id AS id, note.version AS version, note.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH (tie_type:TieType)
    WHERE tie_type.network_id = $network_id AND $since < tie_type.revision <= $until
        AND tie_type.created_in <= $revision
    RETURN tie_type.revision AS revision, 'tie_type' AS noun,
        tie_type.id AS id, tie_type.version AS version, tie_type.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
    UNION ALL
    MATCH (record:Record)
    USING INDEX SEEK record:Record(network_id, revision)
    WHERE record.network_id = $network_id AND $since < record.revision <= $until
        AND record.created_in <= $revision
    RETURN record.revision AS revision, record.noun AS noun,
        record.id AS id, record.version AS version, record.is_removed AS is_removed
    ORDER BY revision
    LIMIT $limit
}
RETURN revision, noun, id, version, is_removed
