-- Count what a file holds, to tell a new one from that of another program.
-- mode: read
-- params: none
-- returns: count :: INTEGER
-- only: sqlite - a file may belong to another program.
SELECT count(*) AS count FROM sqlite_schema
