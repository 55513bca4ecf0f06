// Count the contacts in use.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: count :: INTEGER
MATCH (contact:Actor:Contact)
USING INDEX SEEK contact:Actor(network_id, place)
WHERE contact.network_id = $network_id AND contact.place >= 0
    AND contact.created_in <= $revision AND NOT contact.is_removed
RETURN count(contact) AS count
