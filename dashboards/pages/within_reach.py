"""Page: who can be reached; leaders, partners, everyone, or who can reach a leader."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk, ReachAsked, WithinAsked
from dashboards.desks import Desks
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    aria,
    button_link,
    chance,
    finder,
    finder_of_several,
    post,
    problem,
    section,
)
from dashboards.figures.nearness import ORDER, OUT_OF_REACH, nearness_figure
from dashboards.links import PageName, Place, joined, link, read_place
from dashboards.pages.finders import EVERY, EVERY_SEVERAL
from dashboards.pages.reach_views import chip, reach_views, steps_field
from dashboards.pages.ways import refused_end
from dashboards.texts import Say
from dashboards.theme import GRAPH_CONFIG
from graph.access.answers import Brief, ReachAnswer
from graph.access.chances import chance as said_chance
from graph.access.overviews import AccessibilityAnswer, NearnessAnswer
from graph.access.routes import DEFAULT_STEPS, MOST_STEPS
from graph.errors import RefusedEndError, RestuError
from graph.vocabulary import ActorKind, NetworkId, Role

SHOWN: Final = 25
MOST_SHOWN: Final = 500
MOST_STARTS: Final = 20
BESIDE: Final = "within.beside.everyone"
KEY: Final = "yes"
"""Written into an address that asks for key partners alone."""


class View(StrEnum):
    """What is listed; the value stands in the address."""

    LEADERS = "leaders"
    PARTNERS = "partners"
    EVERYONE = "everyone"
    TOWARD = "toward"


LABELS: Final = {
    "from": "campaign.from",
    "to": "reach.to",
    "max_steps": "reach.max_steps",
}
"""What the parts of a question are called on the form: keys of the texts."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Ask from whom or to whom, and list who is near and who is out of reach."""
    network_id, view = place.network_id, _view(place)
    me = None if "from" in place.query else desk.me(network_id)
    starts = place.several("from") or ((me.id,) if me else ())
    starts = starts[:1] if view is View.EVERYONE else starts
    leader = place.query.get("to", "")
    named = desk.introduce(network_id, [*starts, leader])
    is_asked = bool(leader if view is View.TOWARD else starts)
    return html.Div(
        [
            html.H1(say("within.title")),
            html.P(say("within.lead"), className="lead"),
            reach_views(say, place, starts),
            html.Div(
                [_views(say, place, view), *_fields(say, place, view, starts, named)],
                className="question",
                role="search",
            ),
            html.Div(
                _answer(desk, say, place, view, starts, named) if is_asked else None,
                className="answer",
            ),
        ]
    )


def _view(place: Place) -> View:
    word = place.query.get("show", "")
    return View(word) if word in list(View) else View.LEADERS


def _answer(
    desk: Desk,
    say: Say,
    place: Place,
    view: View,
    starts: Sequence[str],
    named: Mapping[str, Brief],
) -> Component:
    steps, limit = place.whole("steps", DEFAULT_STEPS), place.whole("limit", SHOWN)
    on = desk.today(place.network_id)
    try:
        if view in (View.EVERYONE, View.TOWARD):
            is_toward = view is View.TOWARD
            end = place.query.get("to", "") if is_toward else starts[0]
            asked = ReachAsked(
                end=end, is_toward=is_toward, on=on, max_steps=steps, limit=min(limit, MOST_SHOWN)
            )
            found = desk.find_reach(place.network_id, asked)
            return _everybody(desk, say, place, found)
        question = WithinAsked(
            starts=tuple(starts),
            on=on,
            max_steps=steps,
            limit=MOST_SHOWN,
            key_only=place.query.get("key") == KEY,
        )
        ask = desk.find_leaders if view is View.LEADERS else desk.find_partners
        return _near(desk, say, place, view, ask(place.network_id, question))
    except RestuError as error:
        return _refused(say, place.network_id, named, error, is_toward=view is View.TOWARD, on=on)


def _refused(
    say: Say,
    network_id: NetworkId,
    named: Mapping[str, Brief],
    error: RestuError,
    *,
    is_toward: bool,
    on: date,
) -> Component:
    told: Component | None = None
    if isinstance(error, RefusedEndError) and (end := named.get(error.facts["actor_id"])):
        told = refused_end(say, network_id, end, error.reason, is_leader=is_toward, on=on)
    labels = {field: say(key) for field, key in LABELS.items()}
    return html.Div(told or problem(say, error, labels, named))


# ---------------------------------------------------------------------------- leaders and partners


def _near(desk: Desk, say: Say, place: Place, view: View, answer: AccessibilityAnswer) -> Component:
    """Say how many are within reach; partners that nobody reaches come first."""
    total = answer.reached_total + answer.unreached_total
    if not total:
        return html.Div(_none_on_record(desk, say, place, view))
    count = answer.reached_total if view is View.LEADERS else answer.unreached_total
    who = say.all_of([start.name_in_talk for start in answer.starts])
    every = "all" if not answer.unreached_total else "found"
    finding = say(
        f"within.{view}.{every}", count=count, total=total, who=who, steps=answer.max_steps
    )
    reached = section(
        say(f"within.{view}.reached"),
        _table(say, [_line(say, place, answer, near) for near in _part(place, answer.reached)]),
        _more(say, place, len(answer.reached)),
    )
    lists = [reached if answer.reached else None, _out_of_reach(desk, say, place, view, answer)]
    return html.Div(
        [
            html.Div(
                [
                    html.H2(finding),
                    html.P(say("ways.on", on=answer.on), className="aside"),
                    _bar(say, answer),
                ],
                className="summary",
                role="status",
            ),
            *(lists if view is View.LEADERS else reversed(lists)),
        ]
    )


def _bar(say: Say, answer: AccessibilityAnswer) -> Component | None:
    """Draw how many are how near; not where the list holds only a part of them."""
    if len(answer.reached) < answer.reached_total:
        return None
    counts = Counter({OUT_OF_REACH: answer.unreached_total})
    counts.update(said_chance(near.probability) for near in answer.reached)
    picture = dcc.Graph(
        id="within-picture",
        figure=nearness_figure(counts, say),
        config=GRAPH_CONFIG,
        responsive=True,
        style={"height": "36px"},
    )
    told = [say(f"within.bar.{part}", count=counts[part]) for part in ORDER if counts[part]]
    return html.Figure([picture, html.Figcaption(say.listed(told))])


def _out_of_reach(
    desk: Desk, say: Say, place: Place, view: View, answer: AccessibilityAnswer
) -> Component | None:
    """List whom nobody reaches, and what would help."""
    if not answer.unreached:
        return None
    rows: list[Component] = []
    for near in _part(place, answer.unreached):
        lines: list[Child] = [html.Span(actor_link(place.network_id, near.actor))]
        if where := post(say, near.actor):
            lines.append(html.Span(where, className="aside"))
        if view is View.PARTNERS and not near.people:
            lines.append(html.Span(say("within.nobody_known"), className="aside"))
        rows.append(html.Li(html.Div(lines, className="row-text"), className="row"))
    acts = _further(say, place, answer.max_steps)
    if desk.role(place.network_id).includes(Role.EDITOR):
        add = link(place.network_id, PageName.ADD, what="tie")
        acts.append(button_link(say("within.add_tie"), add))
    return section(
        say(f"within.{view}.unreached", count=answer.unreached_total),
        html.P(say(f"within.{view}.remedy")),
        html.Ul(rows, className="rows"),
        _more(say, place, len(answer.unreached)),
        html.Div(acts, className="actions") if acts else None,
    )


def _none_on_record(desk: Desk, say: Say, place: Place, view: View) -> Component:
    is_key = view is View.PARTNERS and place.query.get("key") == KEY
    kind = "key" if is_key else view
    acts: list[Component] = []
    if is_key:
        href = _address(place, key="")
        acts.append(button_link(say("within.all_partners"), href))
    elif desk.role(place.network_id).includes(Role.EDITOR):
        what = "partner" if view is View.PARTNERS else "person"
        add = link(place.network_id, PageName.ADD, what=what)
        acts.append(button_link(say(f"add.what.{what}"), add))
    return alert(
        say(f"within.empty.{kind}"),
        html.P(say(f"within.empty.remedy.{kind}")),
        html.Div(acts, className="actions"),
        tone="calm",
    )


def _line(say: Say, place: Place, answer: AccessibilityAnswer, near: NearnessAnswer) -> Component:
    first, *others = answer.starts
    query = {
        "from": first.id,
        "also_from": joined([other.id for other in others]),
        "to": near.by.id if near.by else "",
    }
    if not near.steps:  # one of ours is there
        return _row(say, place, near.actor, [html.Span(say("within.ours"))], None, None)
    is_direct = near.beside is None or (not others and near.beside.id == first.id)
    beside = None if is_direct else near.beside
    # the ways to an organisation are those to its head, who may be another than who is reached
    ways = _ways(say, place, near.actor, query) if near.by and _is_person(near.by) else None
    by = near.by if near.by and near.by.id != near.actor.id else None
    cells: list[Child] = [chance(say, near.probability)]
    if by is not None:
        cells.append(
            html.Span([f"{say('within.by')} ", actor_link(place.network_id, by, in_talk=True)])
        )
    return _row(say, place, near.actor, cells, near.steps, beside, ways)


def _is_person(brief: Brief) -> bool:
    return brief.kind is ActorKind.CONTACT


# ---------------------------------------------------------------------------- everyone


def _everybody(desk: Desk, say: Say, place: Place, answer: ReachAnswer) -> Component:
    """List everyone who can reach a leader, or whom one can reach, the nearest first."""
    view = View.TOWARD if answer.is_toward else View.EVERYONE
    who = answer.end.name_in_talk
    if not answer.found:
        acts = _further(say, place, answer.max_steps)
        if desk.role(place.network_id).includes(Role.EDITOR) and _is_person(answer.end):
            key = "ways.add_known_by" if answer.is_toward else "ways.add_knows"
            add = link(place.network_id, PageName.ADD, what="tie", who=answer.end.id)
            acts.append(button_link(say(key, name=who), add))
        told = say(f"within.{view}.none", who=who, steps=answer.max_steps)
        remedy = html.P(say(f"within.{view}.remedy", who=who))
        return html.Div(alert(told, remedy, html.Div(acts, className="actions"), tone="calm"))
    lines: list[Component] = []
    for found in answer.found:
        ends = (found.actor, answer.end) if answer.is_toward else (answer.end, found.actor)
        query = {"from": ends[0].id, "to": ends[1].id}
        ways = _ways(say, place, found.actor, query) if _is_person(found.actor) else None
        beside = found.beside if found.beside.id != answer.end.id else None
        cells: list[Child] = [chance(say, found.probability)]
        label = f"within.beside.{view}"
        row = _row(say, place, found.actor, cells, found.steps, beside, ways, label=label)
        lines.append(row)
    finding = say(f"within.{view}.found", count=answer.total, who=who, steps=answer.max_steps)
    return html.Div(
        [
            html.Div(
                [html.H2(finding), html.P(say("ways.on", on=answer.on), className="aside")],
                className="summary",
                role="status",
            ),
            html.Div(
                [
                    _table(say, lines, beside=f"within.beside.{view}"),
                    _more(say, place, min(answer.total, MOST_SHOWN)),
                ],
                className="section",
            ),
        ]
    )


# ---------------------------------------------------------------------------- parts


def _table(say: Say, rows: list[Component], *, beside: str = BESIDE) -> Component:
    # A phone shows the cells of a row below one another; the roles keep it a table for everybody.
    names = [say("within.who"), say("within.chance"), say("within.steps"), say(beside)]
    head = [html.Th(name, scope="col", role="columnheader") for name in names]
    last = html.Span(say("within.ways"), className="visually-hidden")
    head.append(html.Th(last, scope="col", role="columnheader"))
    return html.Table(
        [
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody(rows, role="rowgroup"),
        ],
        className="near",
        role="table",
    )


def _row(
    say: Say,
    place: Place,
    actor: Brief,
    chances: list[Child],
    steps: int | None,
    beside: Brief | None,
    ways: Component | None = None,
    *,
    label: str = BESIDE,
) -> Component:
    where = post(say, actor)
    name: list[Child] = [actor_link(place.network_id, actor)]
    if where:
        name.append(html.Span(where, className="aside"))
    told = "" if steps is None else say("within.in_steps", count=steps)
    return html.Tr(
        [
            html.Th(name, scope="row", role="rowheader"),
            html.Td(html.Div(chances, className="near-chance"), role="cell", className="near-wide"),
            html.Td(told, role="cell"),
            html.Td(_beside(say, place, beside, label) if steps else None, role="cell"),
            html.Td(ways, role="cell"),
        ],
        role="row",
    )


def _beside(say: Say, place: Place, beside: Brief | None, label: str) -> list[Child]:
    """Name who stands beside; a phone has no head of the table that says what for."""
    if beside is None:
        return [say("within.directly")]
    hint = html.Span(f"{say(label)} ", className="near-label aside")
    return [hint, actor_link(place.network_id, beside, in_talk=True)]


def _ways(say: Say, place: Place, actor: Brief, query: Mapping[str, str]) -> Component:
    steps = {"steps": place.query["steps"]} if "steps" in place.query else {}
    hidden = html.Span(f": {actor.name_in_talk}", className="visually-hidden")
    href = link(place.network_id, PageName.REACH, **query, **steps)
    return dcc.Link([say("campaign.to_ways"), hidden], href=href)


T = TypeVar("T")


def _part(place: Place, items: Sequence[T]) -> Sequence[T]:
    return items[: place.whole("limit", SHOWN)]


def _more(say: Say, place: Place, count: int) -> Component | None:
    """Offer the rest of a long list."""
    if count <= place.whole("limit", SHOWN):
        return None
    text = say("within.show_more", count=count)
    return button_link(text, _address(place, limit=str(MOST_SHOWN)))


def _further(say: Say, place: Place, steps: int) -> list[Component]:
    """Offer the same question with as many steps as there may be."""
    if steps >= MOST_STEPS:
        return []
    text = say("ways.retry_steps", count=MOST_STEPS)
    return [button_link(text, _address(place, steps=str(MOST_STEPS)))]


def _address(place: Place, **changed: str) -> str:
    """Give the address of this page with something else asked."""
    return link(place.network_id, PageName.WITHIN_REACH, **{**place.query, **changed})


# ---------------------------------------------------------------------------- the question


def _views(say: Say, place: Place, shown: View) -> Component:
    chips = [
        chip(
            say,
            say(f"within.view.{view}"),
            _address(place, show=view, limit=""),
            is_current=view is shown,
        )
        for view in View
    ]
    return html.Nav(html.Ul(chips, className="chips"), **aria(label=say("within.views")))


def _fields(
    say: Say, place: Place, view: View, starts: Sequence[str], named: Mapping[str, Brief]
) -> list[Component]:
    chosen = [named[id_] for id_ in starts if id_ in named]
    if view is View.TOWARD:
        end = finder(say, "to", say("reach.to"), chosen=named.get(place.query.get("to", "")))
    elif view is View.EVERYONE:
        end = finder(say, "from", say("reach.from"), chosen=chosen[0] if chosen else None)
    else:
        end = finder_of_several(
            say,
            "from",
            say("campaign.from"),
            chosen=chosen,
            most=MOST_STARTS,
            description=say("campaign.from_hint"),
        )
    key = place.query.get("key") == KEY
    kinds = [
        chip(say, say("within.all_partners"), _address(place, key=""), is_current=not key),
        chip(say, say("within.key_partners"), _address(place, key=KEY), is_current=key),
    ]
    return [
        *([html.Ul(kinds, className="chips")] if view is View.PARTNERS else []),
        html.Div(
            [end, steps_field(say, "within-steps", place.whole("steps", DEFAULT_STEPS))],
            className="form-line form-line-2",
        ),
        dmc.Button(say("within.go"), id="within-go", size="md"),
    ]


def connect(app: Dash, desks: Desks) -> None:
    """Turn a question into an address; the page of that address answers it."""

    @app.callback(
        Output("place", "search", allow_duplicate=True),
        Output(EVERY, "error", allow_duplicate=True),
        Output(EVERY_SEVERAL, "error", allow_duplicate=True),
        Input("within-go", "n_clicks"),
        State(EVERY, "id"),
        State(EVERY, "value"),
        State(EVERY_SEVERAL, "id"),
        State(EVERY_SEVERAL, "value"),
        State("within-steps", "value"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def ask(  # noqa: PLR0917 - Dash gives states by place
        clicks: int | None,
        fields: list[dict[str, str]],
        values: list[str | None],
        several: list[dict[str, str]],
        lists: list[list[str] | None],
        steps: str,
        pathname: str,
        search: str | None,
    ) -> tuple[Any, list[str], list[str]]:
        place = read_place(pathname, search)
        if not clicks or place is None:
            raise PreventUpdate
        end = {id_["field"]: value or "" for id_, value in zip(fields, values, strict=True)}
        end |= {id_["field"]: joined(chosen) for id_, chosen in zip(several, lists, strict=True)}
        say = desks.caller().say
        missing = {name: say(f"reach.missing.{name}") for name, value in end.items() if not value}
        errors = [missing.get(id_["field"], "") for id_ in fields]
        of_several = [missing.get(id_["field"], "") for id_ in several]
        if missing:
            return desks.stay, errors, of_several
        steps = "" if steps == str(DEFAULT_STEPS) else steps
        address = _address(place, **end, steps=steps, limit="")
        return f"?{address.partition('?')[2]}", errors, of_several
