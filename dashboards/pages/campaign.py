"""Page: whom to ask for which of several leaders, so that nobody is asked too often."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import CampaignAsked, Desk
from dashboards.desks import Desks
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    badge,
    button_link,
    chance,
    finder_of_several,
    post,
    problem,
    section,
)
from dashboards.figures.campaign import campaign_figure
from dashboards.links import PageName, Place, joined, link, read_place
from dashboards.pages.finders import EVERY_SEVERAL, value_of
from dashboards.pages.reach_views import reach_views, steps_field
from dashboards.pages.ways import refused_end
from dashboards.texts import Say
from dashboards.theme import GRAPH_CONFIG
from graph.access.answers import Brief
from graph.access.campaign import Advice
from graph.access.overviews import CampaignAnswer, Chain, LeaderAnswer
from graph.access.routes import DEFAULT_STEPS
from graph.errors import RefusedEndError, RestuError
from graph.vocabulary import ActorKind, NetworkId, Role

FEWEST: Final = 2
MOST: Final = 10
"""Leaders that the page takes at once; REST and the command line take more."""
MOST_STARTS: Final = 20
MOST_LEFT_OUT: Final = 20
TWICE: Final = 2.0
"""What an introduction to a leader marked as most important is worth beside the others."""
ENDS: Final = ("from", "leaders")

LABELS: Final = {
    "from": "campaign.from",
    "leaders": "campaign.leaders",
    "max_steps": "reach.max_steps",
    "avoid": "reach.avoid",
}
"""What the parts of a question are called on the form: keys of the texts."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Ask from whom and for which leaders; once an address names them, say whom to ask."""
    network_id, today = place.network_id, desk.today(place.network_id)
    me = None if "from" in place.query else desk.me(network_id)
    asked = read_question(place, me, today)
    leaders = [leader for leader, _ in asked.leaders]
    named = desk.introduce(network_id, [*asked.starts, *leaders, *asked.avoid])
    return html.Div(
        [
            html.H1(say("campaign.title")),
            html.P(say("campaign.lead"), className="lead"),
            reach_views(say, place, asked.starts),
            _form(say, asked, named, today),
            html.Div(
                _answer(desk, say, place, asked, named) if asked.starts and leaders else None,
                className="answer",
            ),
        ]
    )


def read_question(place: Place, me: Brief | None, today: date) -> CampaignAsked:
    """Read the question that an address states; who the reader is stands in for no start."""
    important = place.several("important")
    try:
        on = date.fromisoformat(place.query.get("as_of", ""))
    except ValueError:
        on = today
    return CampaignAsked(
        starts=place.several("from") or ((me.id,) if me else ()),
        leaders=tuple(
            (leader, TWICE if leader in important else 1.0)
            for leader in dict.fromkeys((*place.several("leaders"), *important))
        ),
        on=on,
        max_steps=place.whole("steps", DEFAULT_STEPS),
        avoid=place.several("avoid"),
    )


def _answer(
    desk: Desk, say: Say, place: Place, asked: CampaignAsked, named: Mapping[str, Brief]
) -> Component:
    network_id = place.network_id
    if refused := _wrong_number(say, network_id, asked):
        return refused
    try:
        answer = desk.find_campaign(network_id, asked)
    except RestuError as error:
        return _refused(say, network_id, asked, named, error)
    may_write = desk.role(network_id).includes(Role.EDITOR)
    return html.Div(
        [
            _summary(say, answer),
            html.Div(
                [
                    _leader(say, place, answer, found, may_write=may_write)
                    for found in answer.leaders
                ],
                className="ways",
            ),
            _picture(say, answer),
            _favours(say, network_id, answer),
        ]
    )


def _wrong_number(say: Say, network_id: NetworkId, asked: CampaignAsked) -> Component | None:
    """Send whoever names one leader to the page of one, and whoever names many to fewer."""
    count = len(asked.leaders)
    if count > MOST:
        told = say("campaign.too_many", count=count, most=MOST)
        return html.Div(alert(told, html.P(say("campaign.too_many_remedy")), tone="calm"))
    if count >= FEWEST:
        return None
    (leader, _), first = asked.leaders[0], asked.starts[0]
    query = {"from": first, "to": leader, "also_from": joined(asked.starts[1:])}
    go = button_link(say("campaign.one_go"), link(network_id, PageName.REACH, **query))
    told = html.P(say("campaign.one_remedy"))
    return html.Div(
        alert(say("campaign.one"), told, html.Div(go, className="actions"), tone="calm")
    )


def _refused(
    say: Say,
    network_id: NetworkId,
    asked: CampaignAsked,
    named: Mapping[str, Brief],
    error: RestuError,
) -> Component:
    """Say why a question has no answer, with the names of those whom it is about."""
    told: Component | None = None
    if isinstance(error, RefusedEndError) and (end := named.get(error.facts["actor_id"])):
        is_leader = end.id in {leader for leader, _ in asked.leaders}
        told = refused_end(say, network_id, end, error.reason, is_leader=is_leader, on=asked.on)
    labels = {field: say(key) for field, key in LABELS.items()}
    return html.Div(told or problem(say, error, labels, named))


def _summary(say: Say, answer: CampaignAnswer) -> Component:
    """Say how many leaders are likely to be reached, and for how many somebody is asked."""
    leaders, reached = len(answer.leaders), answer.likely_reached
    chosen = sum(found.chosen is not None for found in answer.leaders)
    likely = (
        say("campaign.likely", leaders=leaders, count=reached)
        if reached
        else say("campaign.likely_none", leaders=leaders)
    )
    lines: list[Component] = [html.H2(likely)]
    if chosen < leaders:
        lines.append(html.P(say("campaign.asked_for", count=chosen, leaders=leaders)))
    if any(found.given_up for found in answer.leaders):
        lines.append(html.P(say("campaign.shared")))
    if not answer.is_optimal:
        lines.append(html.P(say("campaign.not_proven")))
    lines.append(html.P(say("ways.on", on=answer.on), className="aside"))
    return html.Div(lines, className="summary", role="status")


# ---------------------------------------------------------------------------- one leader


def _leader(
    say: Say, place: Place, answer: CampaignAnswer, found: LeaderAnswer, *, may_write: bool
) -> Component:
    """Tell the way to one leader in a line, or why nobody is asked; and what was given up."""
    network_id = place.network_id
    head: list[Child] = [
        html.H3(
            [
                actor_link(network_id, found.leader, in_talk=True),
                badge(say("campaign.important_mark")) if found.value > 1 else None,
            ]
        ),
    ]
    if found.chosen is not None:
        head += [" ", chance(say, found.chosen.probability)]
    where = post(say, found.leader)
    body = (
        [html.P(_chain(say, found.chosen), className="way-chain")]
        if found.chosen
        else _nobody(say, network_id, answer, found)
    )
    return html.Div(
        [
            html.Div(head, className="way-head"),
            html.P(where, className="step-post") if where else None,
            *body,
            _given_up(say, found),
            html.Div(
                _acts(say, place, answer, found, may_write=may_write),
                className="actions",
            ),
        ],
        className="way way-brief",
    )


def _chain(say: Say, chain: Chain) -> str:
    return say("ways.then").join(actor.name_in_talk for actor in chain.actors)


def _nobody(
    say: Say, network_id: NetworkId, answer: CampaignAnswer, found: LeaderAnswer
) -> list[Component]:
    """Say why nobody is asked for a leader, and what would help."""
    if found.advice is Advice.NO_ROUTE and found.reason is not None:
        ends = {"start": _ours(say, answer), "leader": found.leader.name_in_talk}
        return [html.P(say(f"no_route.{found.reason}", **ends, steps=found.steps_needed or 0))]
    lines = [html.P(say(f"cli.campaign.{found.advice}"))]
    if found.advice is Advice.TOO_UNLIKELY and found.alone is not None:
        lines.append(html.P([_chain(say, found.alone), " ", chance(say, found.alone.probability)]))
    if found.advice is Advice.AT_CAP:
        lines += [
            html.P([actor_link(network_id, person), " ", say("campaign.full")])
            for person in found.at_cap
        ]
    remedy = say(f"campaign.remedy.{found.advice}", leader=found.leader.name_in_talk)
    return [*lines, html.P(remedy)]


def _given_up(say: Say, found: LeaderAnswer) -> Component | None:
    """Tell what a leader lost because a go-between is needed for another."""
    if not found.taken or found.alone is None:
        return None
    lines: list[Component] = []
    for taken in found.taken:
        others = say.all_of([leader.name_in_talk for leader in taken.leaders])
        who = taken.person.name_in_talk
        lines.append(html.P(say("campaign.taken", who=who, leaders=others)))
    alone = say("campaign.alone", leader=found.leader.name_in_talk, way=_chain(say, found.alone))
    lines.append(html.P([alone, " ", chance(say, found.alone.probability)]))
    return html.Div(lines, className="step-first")


def _ours(say: Say, answer: CampaignAnswer) -> str:
    return say.all_of([start.name_in_talk for start in answer.starts])


def _acts(
    say: Say,
    place: Place,
    answer: CampaignAnswer,
    found: LeaderAnswer,
    *,
    may_write: bool,
) -> list[Component]:
    """Lead to the ways of this leader alone, to the request, or to what waits for an answer."""
    network_id, leader = place.network_id, found.leader
    first, *others = answer.starts
    query = {
        "from": first.id,
        "to": leader.id,
        "also_from": joined([other.id for other in others]),
        **{name: place.query[name] for name in ("steps", "as_of", "avoid") if name in place.query},
    }
    acts: list[Component] = []
    if found.chosen is not None and may_write:
        route = joined([actor.id for actor in found.chosen.actors])
        start = {"route": route, "for": _starter(answer)}
        acts.append(
            _act(say("ways.start"), link(network_id, PageName.REQUESTS, **start), leader, main=True)
        )
    if found.advice is Advice.AT_CAP:
        acts.append(_act(say("campaign.to_requests"), link(network_id, PageName.REQUESTS), leader))
    look = say("campaign.to_ways" if found.advice is not Advice.NO_ROUTE else "ways.detail")
    acts.append(_act(look, link(network_id, PageName.REACH, **query), leader))
    return acts


def _act(text: str, href: str, leader: Brief, *, main: bool = False) -> Component:
    """Lead on with a button; who only hears it is told for which leader."""
    hidden = html.Span(f": {leader.name_in_talk}", className="visually-hidden")
    return dcc.Link([text, hidden], href=href, className="button button-main" if main else "button")


def _starter(answer: CampaignAnswer) -> str:
    """Give the organisation for which a request is started, if all start for one."""
    partners = [start.id for start in answer.starts if start.kind is ActorKind.PARTNER]
    return partners[0] if len(partners) == len(answer.starts) == 1 else ""


# ---------------------------------------------------------------------------- all together


def _picture(say: Say, answer: CampaignAnswer) -> Component | None:
    drawn = sum(found.alone is not None for found in answer.leaders)
    if not drawn:
        return None
    picture = dcc.Graph(
        id="campaign-picture",
        figure=campaign_figure(answer, say),
        config=GRAPH_CONFIG,
        responsive=True,
        className="picture",
        style={"height": f"{40 + 46 * drawn}px"},
    )
    caption = html.Figcaption(say("campaign.picture_caption"))
    return section(say("campaign.picture"), html.Figure([picture, caption]))


def _favours(say: Say, network_id: NetworkId, answer: CampaignAnswer) -> Component | None:
    """Say how often each go-between is asked by all of this together."""
    between = {
        actor.id for found in answer.leaders if found.chosen for actor in found.chosen.actors[1:-1]
    }
    rows: list[Component] = []
    for favour in answer.favours:
        if favour.person.id not in between:
            continue
        often = say("campaign.times", count=favour.times, room=favour.room)
        named = html.Span(actor_link(network_id, favour.person))
        where = html.Span(post(say, favour.person), className="aside")
        rows.append(
            html.Li(
                [html.Div([named, where], className="row-text"), html.Span(often)], className="row"
            )
        )
    return (
        section(say("campaign.favours"), html.Ul(rows, className="rows favours")) if rows else None
    )


# ---------------------------------------------------------------------------- the question


def _form(say: Say, asked: CampaignAsked, named: Mapping[str, Brief], today: date) -> Component:
    def briefs(ids: Sequence[str]) -> list[Brief]:
        return [named[id_] for id_ in ids if id_ in named]

    leaders = [leader for leader, _ in asked.leaders]
    important = [leader for leader, value in asked.leaders if value > 1]
    return html.Div(
        [
            finder_of_several(
                say,
                "from",
                say("campaign.from"),
                chosen=briefs(asked.starts),
                most=MOST_STARTS,
                description=say("campaign.from_hint"),
            ),
            finder_of_several(
                say,
                "leaders",
                say("campaign.leaders"),
                chosen=briefs(leaders),
                most=MOST,
                description=say("campaign.leaders_hint", most=MOST),
            ),
            html.Details(
                [
                    html.Summary(say("reach.more")),
                    html.Div(
                        [
                            finder_of_several(
                                say,
                                "important",
                                say("campaign.important"),
                                chosen=briefs(important),
                                most=MOST,
                                description=say("campaign.important_hint"),
                            ),
                            steps_field(say, "campaign-steps", asked.max_steps),
                            finder_of_several(
                                say,
                                "avoid",
                                say("reach.avoid"),
                                chosen=briefs(asked.avoid),
                                most=MOST_LEFT_OUT,
                            ),
                            dmc.TextInput(
                                id="campaign-on",
                                label=say("reach.on"),
                                description=say("campaign.on_hint"),
                                value=asked.on.isoformat(),
                                inputProps={"type": "date"},
                                size="md",
                            ),
                        ],
                        className="form",
                    ),
                ],
                open=bool(important or asked.avoid or asked.on != today),
            ),
            dmc.Button(say("campaign.go"), id="campaign-go", size="md"),
        ],
        className="question",
        role="search",
    )


def connect(app: Dash, desks: Desks) -> None:
    """Turn a question into an address; the page of that address answers it."""

    @app.callback(
        Output("place", "search", allow_duplicate=True),
        Output(EVERY_SEVERAL, "error"),
        Input("campaign-go", "n_clicks"),
        State(EVERY_SEVERAL, "id"),
        State(EVERY_SEVERAL, "value"),
        State("campaign-steps", "value"),
        State("campaign-on", "value"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def ask(
        clicks: int | None,
        fields: list[dict[str, str]],
        lists: list[list[str] | None],
        steps: str,
        on: str | None,
        pathname: str,
    ) -> tuple[Any, list[str]]:
        place = read_place(pathname, "")
        if not clicks or place is None:
            raise PreventUpdate
        caller = desks.caller()
        told = {id_["field"]: list(chosen or ()) for id_, chosen in zip(fields, lists, strict=True)}
        missing = missing_ends(caller.say, told)
        errors = [missing.get(id_["field"], "") for id_ in fields]
        if missing:
            return desks.stay, errors
        today = caller.desk.today(place.network_id)
        query = {
            "from": joined(told["from"]),
            "leaders": joined(told["leaders"]),
            "important": joined(value_of(fields, lists, "important")),
            "steps": "" if steps == str(DEFAULT_STEPS) else steps,
            "avoid": joined(value_of(fields, lists, "avoid")),
            "as_of": "" if on == today.isoformat() else (on or ""),
        }
        address = link(place.network_id, PageName.CAMPAIGN, **query)
        return f"?{address.partition('?')[2]}", errors

    app.clientside_callback(
        ClientsideFunction("restu", "lookAgain"),
        Input(EVERY_SEVERAL, "error"),
        prevent_initial_call=True,
    )


def missing_ends(say: Say, told: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Say what the form still needs, by field: a start, and two leaders or more."""
    leaders = {*told.get("leaders", ()), *told.get("important", ())}
    missing = {} if told.get("from") else {"from": say("reach.missing.from")}
    if len(leaders) < FEWEST:
        missing["leaders"] = say("campaign.missing")
    elif len(leaders) > MOST:
        missing["leaders"] = say("campaign.too_many", count=len(leaders), most=MOST)
    return missing
