-- Give a type of ties its code.
-- mode: write
-- params: network :: INTEGER, code :: INTEGER, word :: TEXT
-- returns: none
-- only: sqlite - types are words on the relationships there.
INSERT INTO tie_word (network, code, word) VALUES (:network, :code, :word)
