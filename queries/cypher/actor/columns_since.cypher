// Read the actors changed after a revision as columns.
// mode: read
// params: network_id :: STRING, revision :: INTEGER, since :: INTEGER
// returns: index :: LIST<INTEGER>, id :: LIST<STRING>, is_contact :: LIST<BOOLEAN>, sector ::
// LIST<STRING>, level :: LIST<STRING>, partner_kind :: LIST<STRING>, seniority :: LIST<INTEGER>,
// busyness :: LIST<FLOAT>, request_cap :: LIST<INTEGER>, leader :: LIST<BOOLEAN>, do_not_ask ::
// LIST<BOOLEAN>, deceased :: LIST<BOOLEAN>, opted_out :: LIST<BOOLEAN>, key_partner ::
// LIST<BOOLEAN>, removed :: LIST<BOOLEAN>, merged :: LIST<BOOLEAN>
MATCH (actor:Actor)
USING INDEX SEEK actor:Actor(network_id, revision)
WHERE actor.network_id = $network_id AND actor.revision > $since
    AND actor.created_in <= $revision
RETURN
    collect(actor.place) AS index,
    collect(actor.id) AS id,
    collect(actor:Contact) AS is_contact,
    collect(coalesce(actor.sector, '')) AS sector,
    collect(coalesce(actor.level, '')) AS level,
    collect(coalesce(actor.kind, '')) AS partner_kind,
    collect(coalesce(actor.seniority, 0)) AS seniority,
    collect(coalesce(actor.busyness, -1.0)) AS busyness,
    collect(coalesce(actor.request_cap, -1)) AS request_cap,
    collect(coalesce(actor.is_leader, false)) AS leader,
    collect(coalesce(actor.do_not_ask, false)) AS do_not_ask,
    collect(coalesce(actor.is_deceased, false)) AS deceased,
    collect(coalesce(actor.has_opted_out, false)) AS opted_out,
    collect(coalesce(actor.is_key_partner, false)) AS key_partner,
    collect(actor.is_removed) AS removed,
    collect(actor.merged_into IS NOT NULL) AS merged
