// Read the newest interactions held that both of a pair took part in, up to a day if given.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, pairs :: LIST<LIST>, most :: INTEGER,
// until :: INTEGER
// returns: pair :: LIST<STRING>, row :: MAP
UNWIND $pairs AS pair
MATCH (one:Actor {network_id: $network_id, id: pair[0]})
USING INDEX SEEK one:Actor(network_id, id)
MATCH (other:Actor {network_id: $network_id, id: pair[1]})
USING INDEX SEEK other:Actor(network_id, id)
MATCH (one)-[:ATTENDED]->(interaction:Interaction)<-[:ATTENDED]-(other)
WHERE NOT interaction.is_removed AND interaction.created_in <= $revision
    AND NOT coalesce(interaction.is_planned, false)
    AND NOT coalesce(interaction.is_cancelled, false)
    AND ($until IS NULL OR interaction.held_on <= $until)
WITH pair, interaction
ORDER BY interaction.held_on DESC, interaction.id
WITH pair, collect(interaction)[..$most] AS newest
UNWIND newest AS interaction
RETURN pair, properties(interaction) AS row
