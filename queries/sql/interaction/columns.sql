-- Read who took part in the interactions in use.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, actor :: INTEGER, kind :: TEXT, day :: INTEGER
SELECT
    participation.interaction AS key, participation.actor,
    interaction.kind, interaction.held_on AS day
FROM participation
CROSS JOIN interaction ON interaction.key = participation.interaction
WHERE participation.interaction BETWEEN :first AND :last AND interaction.is_removed = 0
