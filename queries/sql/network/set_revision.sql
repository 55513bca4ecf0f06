-- Raise the revision of a network.
-- mode: write
-- params: revision :: INTEGER, key :: INTEGER
-- returns: none
UPDATE network SET revision = :revision WHERE key = :key
