-- Note who took part in interactions.
-- mode: write
-- params: interaction :: INTEGER, actor :: INTEGER
-- returns: none
-- only: sqlite - participants are rows of their own here.
INSERT INTO participation (interaction, actor) VALUES (?, ?)
