// Read id, place, version and state of all contacts, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH (contact:Actor:Contact)
USING INDEX SEEK contact:Actor(network_id, place)
WHERE contact.network_id = $network_id AND contact.place >= 0
    AND contact.created_in <= $revision
RETURN
    collect(contact.id) AS ids,
    collect(contact.place) AS places,
    collect(contact.version) AS versions,
    collect(contact.is_removed) AS removed
