// Read what the search index needs of the actors changed after a revision.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: index :: LIST<INTEGER>, id :: LIST<STRING>, is_contact :: LIST<BOOLEAN>, name ::
// LIST<STRING>, aliases :: LIST<LIST>, in_talk :: LIST<STRING>, removed :: LIST<BOOLEAN>
MATCH (actor:Actor)
USING INDEX SEEK actor:Actor(network_id, revision)
WHERE actor.network_id = $network_id AND actor.revision > $since
    AND actor.created_in <= $revision
RETURN
    collect(actor.place) AS index,
    collect(actor.id) AS id,
    collect(actor:Contact) AS is_contact,
    collect(actor.name) AS name,
    collect(coalesce(actor.aliases, [])) AS aliases,
    collect(coalesce(actor.name_in_talk, '')) AS in_talk,
    collect(actor.is_removed) AS removed
