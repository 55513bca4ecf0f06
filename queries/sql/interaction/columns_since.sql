-- Read who took part in the interactions changed after a revision that are in use.
-- mode: read
-- params: network :: INTEGER, since :: INTEGER
-- returns: key :: INTEGER, actor :: INTEGER, kind :: TEXT, day :: INTEGER
SELECT
    participation.interaction AS key, participation.actor,
    interaction.kind, interaction.held_on AS day
FROM interaction
CROSS JOIN participation ON participation.interaction = interaction.key
WHERE
    interaction.network = :network
    AND interaction.revision > :since
    AND interaction.is_removed = 0
