-- Forget who took part in an interaction.
-- mode: write
-- params: interaction :: INTEGER
-- returns: none
DELETE FROM participation WHERE interaction = ?
