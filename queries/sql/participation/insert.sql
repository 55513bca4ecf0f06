-- Note who took part in interactions.
-- mode: write
-- params: interaction :: INTEGER, actor :: INTEGER
-- returns: none
INSERT INTO participation (interaction, actor) VALUES (?, ?)
