-- Read the words that ties of a network use for their type, by code.
-- mode: read
-- params: network :: INTEGER
-- returns: code :: INTEGER, word :: TEXT
-- only: sqlite - types are words on the relationships there.
SELECT code, word
FROM tie_word
WHERE network = :network
ORDER BY code
