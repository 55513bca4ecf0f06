// Read which actors of a network were merged into which.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: merged :: INTEGER, into :: INTEGER
MATCH (actor:Actor)
USING INDEX SEEK actor:Actor(network_id, merged_into)
WHERE actor.network_id = $network_id AND actor.merged_into IS NOT NULL
    AND actor.created_in <= $revision
MATCH (survivor:Actor {network_id: $network_id, id: actor.merged_into})
USING INDEX SEEK survivor:Actor(network_id, id)
RETURN actor.place AS merged, survivor.place AS into
