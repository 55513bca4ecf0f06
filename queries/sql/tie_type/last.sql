-- Find the highest key of a network, to number on from there.
-- mode: read
-- params: first :: INTEGER, last :: INTEGER
-- returns: key :: INTEGER
-- only: sqlite - the other store draws places from counters of the network.
SELECT max(key) AS key FROM tie_type WHERE key BETWEEN :first AND :last
