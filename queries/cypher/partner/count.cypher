// Count the partners in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH (partner:Actor:Partner)
USING INDEX SEEK partner:Actor(network_id, place)
WHERE partner.network_id = $network_id AND partner.place >= 0
    AND partner.created_in <= $revision AND NOT partner.is_removed
RETURN count(partner) AS count
