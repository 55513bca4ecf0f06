// Read id, place, version and state of all partners, one list for each.
// mode: read
// params: network_id :: STRING, revision :: INTEGER
// returns: ids :: LIST<STRING>, places :: LIST<INTEGER>, versions :: LIST<INTEGER>, removed ::
// LIST<BOOLEAN>
MATCH (partner:Actor:Partner)
USING INDEX SEEK partner:Actor(network_id, place)
WHERE partner.network_id = $network_id AND partner.place >= 0
    AND partner.created_in <= $revision
RETURN
    collect(partner.id) AS ids,
    collect(partner.place) AS places,
    collect(partner.version) AS versions,
    collect(partner.is_removed) AS removed
