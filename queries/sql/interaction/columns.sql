-- Read who took part in the interactions in use that were held.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER, actor :: INTEGER, kind :: TEXT, day :: INTEGER, side :: INTEGER,
-- answered :: INTEGER, recorded_at :: INTEGER, present :: INTEGER
SELECT
    participation.interaction AS key, participation.actor, interaction.kind,
    interaction.held_on AS day, participation.side,
    coalesce(interaction.answered_on, -2147483648) AS answered, interaction.recorded_at,
    participation.is_present AS present
FROM participation
CROSS JOIN interaction ON interaction.key = participation.interaction
WHERE
    participation.interaction BETWEEN :first AND :last
    AND interaction.is_removed = 0
    AND interaction.is_planned = 0
    AND interaction.is_cancelled = 0
