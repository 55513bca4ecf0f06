-- Forget who took part in an interaction.
-- mode: write
-- params: interaction :: INTEGER
-- returns: none
-- only: sqlite - participants are rows of their own here.
DELETE FROM participation WHERE interaction = ?
