-- Read all notes by place.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: row :: note_record
SELECT *
FROM note_record
WHERE key BETWEEN :first AND :last
ORDER BY key
