-- Find the highest key of a network in the shared room, to number on from there.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER
-- only: sqlite - the other store draws places from counters of the network.
SELECT max(key) AS key FROM record WHERE key BETWEEN :first AND :last
