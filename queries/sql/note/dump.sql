-- Read all notes by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: note_record
-- only: sqlite - the other store loads a dump in pieces by id.
SELECT *
FROM note_record
WHERE key BETWEEN :first AND :last
ORDER BY key
