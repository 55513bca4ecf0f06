-- Note who took part in interactions: who started them, who came himself.
-- mode: write
-- params: interaction :: INTEGER, actor :: INTEGER, side :: INTEGER, is_present :: INTEGER
-- returns: none
-- only: sqlite - participants are rows of their own here.
INSERT INTO participation (interaction, actor, side, is_present) VALUES (?, ?, ?, ?)
