"""Page: partners to look after; who is not connected, or about to be, and what would help."""

from collections.abc import Mapping
from typing import Any, Final

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import CareAsked, Desk
from dashboards.desks import Desks
from dashboards.elements import (
    actor_link,
    alert,
    badge,
    button_link,
    chance,
    finder_of_several,
    post,
    problem,
)
from dashboards.links import PageName, Place, joined, link, read_place
from dashboards.pages.finders import EVERY_SEVERAL
from dashboards.pages.reach_views import chip
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.coordination.answers import (
    IntroductionAnswer,
    IsolationAnswer,
    NeedAnswer,
    PartnerIntroductions,
)
from graph.coordination.needs import Tier
from graph.errors import RestuError
from graph.vocabulary import ActorKind, Role

SHOWN: Final = 5
MOST_SHOWN: Final = 20
MOST_BROKERS: Final = 20
KEY: Final = "yes"
"""Written into an address that asks for key partners alone."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Ask who our brokers are, and list the partners in the order in which they need somebody."""
    network_id = place.network_id
    me = None if "from" in place.query else desk.me(network_id)
    brokers = place.several("from") or ((me.id,) if me else ())
    named = desk.introduce(network_id, brokers)
    return html.Div(
        [
            html.H1(say("look_after.title")),
            html.P(say("look_after.lead"), className="lead"),
            _question(say, place, [named[id_] for id_ in brokers if id_ in named]),
            html.Div(_answer(desk, say, place, brokers, named), className="answer"),
        ]
    )


def _question(say: Say, place: Place, chosen: list[Brief]) -> Component:
    key = place.query.get("key") == KEY
    kinds = [
        chip(say, say("within.all_partners"), _address(place, key=""), is_current=not key),
        chip(say, say("within.key_partners"), _address(place, key=KEY), is_current=key),
    ]
    return html.Div(
        [
            html.Ul(kinds, className="chips"),
            finder_of_several(
                say,
                "from",
                say("look_after.brokers"),
                chosen=chosen,
                most=MOST_BROKERS,
                description=say("look_after.brokers_hint"),
            ),
            dmc.Button(say("within.go"), id="look-after-go", size="md"),
        ],
        className="question",
        role="search",
    )


def _answer(
    desk: Desk, say: Say, place: Place, brokers: tuple[str, ...], named: Mapping[str, Brief]
) -> Component:
    network_id = place.network_id
    asked = CareAsked(
        brokers=brokers,
        on=desk.today(network_id),
        key_only=place.query.get("key") == KEY,
        limit=min(place.whole("limit", SHOWN), MOST_SHOWN),
    )
    try:
        found = desk.find_isolated(network_id, asked)
        needy = [need for need in found.needs if need.tier is not Tier.IN_REACH]
        ids = tuple(need.partner.id for need in needy)
        helping = desk.find_introductions(network_id, asked, ids) if ids else None
    except RestuError as error:
        return html.Div(problem(say, error, {"from": say("look_after.brokers")}, named))
    if not found.total:
        return html.Div(_none_on_record(desk, say, place))
    by_partner = {of.partner.id: of for of in helping.partners} if helping else {}
    cards = [_card(desk, say, place, need, by_partner) for need in needy]
    left = sum(found.tiers.values()) - found.tiers.get(Tier.IN_REACH, 0) - len(cards)
    more = say("look_after.more", count=left + len(cards))
    return html.Div(
        [
            _finding(say, found),
            html.Ol(cards, className="cards needs") if cards else None,
            button_link(more, _address(place, limit=str(MOST_SHOWN)))
            if left > 0 and asked.limit < MOST_SHOWN
            else None,
        ]
    )


def _finding(say: Say, found: IsolationAnswer) -> Component:
    """Say how many cannot be reached, and how many stand where."""
    if found.unreached is None:
        sentence = say("look_after.no_broker")
    else:
        every = "all" if not found.unreached else "found"
        sentence = say(f"look_after.{every}", count=found.unreached, total=found.total)
    counts = [
        say(f"look_after.count.{tier}", count=found.tiers[tier])
        for tier in Tier
        if found.tiers.get(tier)
    ]
    return html.Div(
        [
            html.H2(sentence),
            html.P(say("ways.on", on=found.on), className="aside"),
            html.P(say.listed(counts)),
        ],
        className="summary",
        role="status",
    )


def _card(
    desk: Desk,
    say: Say,
    place: Place,
    need: NeedAnswer,
    helping: Mapping[str, PartnerIntroductions],
) -> Component:
    marks = [badge(say(f"look_after.tier.{need.tier}"), "plain")]
    if need.is_key:
        marks.append(badge(say("look_after.key"), "plain"))
    lines: list[Component | None] = [
        html.H3(actor_link(place.network_id, need.partner)),
        html.P(marks, className="marks"),
        html.P(_reason(say, need)),
    ]
    if need.chance:
        lines.append(html.P(chance(say, need.chance)))
        lines.append(html.P(" → ".join(_names(need.route)), className="aside"))
    if need.worst and need.at_worst:
        who = say.all_of(_names(need.at_worst))
        lines.append(html.P(say("look_after.without", who=who, odds=say.odds(need.worst))))
    lines.append(_introductions(desk, say, place, need, helping.get(need.partner.id)))
    return html.Li([line for line in lines if line is not None], className="card")


def _names(briefs: tuple[Brief, ...]) -> list[str]:
    return [brief.name_in_talk for brief in briefs]


def _reason(say: Say, need: NeedAnswer) -> str:
    """Say in a sentence why the partner stands where it does."""
    if need.tier is Tier.HANGING:
        who = say.all_of(_names(need.hangs_on))
        return say("look_after.reason.hanging", who=who, count=len(need.hangs_on))
    if need.tier is Tier.ABOUT_TO_BE and need.later is not None:
        ends = [say(f"look_after.ending.{ending}") for ending in need.later.endings]
        because = say.all_of(ends or [say("look_after.ending.cooling")])
        return say("look_after.reason.about_to_be", on=need.later.on, because=because)
    return say(f"look_after.reason.{need.tier}")


def _introductions(
    desk: Desk, say: Say, place: Place, need: NeedAnswer, of: PartnerIntroductions | None
) -> Component | None:
    if of is None:
        return None
    if not of.introductions:
        if of.reason is None:
            return None
        told = say(f"look_after.nothing.{of.reason}")
        acts: list[Component] = []
        if desk.role(place.network_id).includes(Role.EDITOR):
            add = link(place.network_id, PageName.ADD, what="tie", who=need.partner.id)
            acts.append(button_link(say("within.add_tie"), add))
        return html.Div([html.P(told, className="aside"), html.Div(acts, className="actions")])
    first, *others = (_introduction(say, place, of, one) for one in of.introductions)
    more = say("look_after.others", count=len(others))
    return html.Div(
        [
            html.H4(say("look_after.introduction")),
            html.Ul([first], className="rows"),
            html.Details([html.Summary(more), html.Ul(others, className="rows")])
            if others
            else None,
        ]
    )


def _introduction(
    say: Say, place: Place, of: PartnerIntroductions, one: IntroductionAnswer
) -> Component:
    facts = {"who": one.meet.name_in_talk, "through": one.through.name_in_talk}
    kind = "cold" if one.is_cold else "through"
    if one.is_cold and one.meet.id == one.through.id:
        kind = "self"
    lines: list[Component] = [html.Span(say(f"look_after.meet.{kind}", **facts))]
    if where := post(say, one.meet):
        lines.append(html.Span(where, className="aside"))
    after, before = one.chance_after, of.chance
    if after is not None and before is not None and after > before:
        was = say.odds(before) if before else say("look_after.no_way")
        lines.append(html.Span(say("look_after.raises", before=was, after=say.odds(after))))
    if not one.is_cold and one.meet.kind is ActorKind.CONTACT:
        query = {"from": one.through.id, "to": one.meet.id}
        hidden = html.Span(f": {one.meet.name_in_talk}", className="visually-hidden")
        href = link(place.network_id, PageName.REACH, **query)
        lines.append(html.A([say("campaign.to_ways"), hidden], href=href))
    return html.Li(html.Div(lines, className="row-text"), className="row")


def _none_on_record(desk: Desk, say: Say, place: Place) -> Component:
    is_key = place.query.get("key") == KEY
    acts: list[Component] = []
    if is_key:
        acts.append(button_link(say("within.all_partners"), _address(place, key="")))
    elif desk.role(place.network_id).includes(Role.EDITOR):
        add = link(place.network_id, PageName.ADD, what="partner")
        acts.append(button_link(say("add.what.partner"), add))
    kind = "key" if is_key else "partners"
    return alert(
        say(f"within.empty.{kind}"),
        html.P(say(f"within.empty.remedy.{kind}")),
        html.Div(acts, className="actions"),
        tone="calm",
    )


def _address(place: Place, **changed: str) -> str:
    """Give the address of this page with something else asked."""
    return link(place.network_id, PageName.LOOK_AFTER, **{**place.query, **changed})


def connect(app: Dash, desks: Desks) -> None:
    """Turn the question into an address; the page of that address answers it."""

    @app.callback(
        Output("place", "search", allow_duplicate=True),
        Input("look-after-go", "n_clicks"),
        State(EVERY_SEVERAL, "value"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def ask(
        clicks: int | None, lists: list[list[str] | None], pathname: str, search: str | None
    ) -> Any:  # noqa: ANN401 - an address, or Dash's word for none
        place = read_place(pathname, search)
        if not clicks or place is None:
            raise PreventUpdate
        desks.caller()
        brokers = joined(lists[0] if lists else None)
        return f"?{_address(place, **{'from': brokers}, limit='').partition('?')[2]}"
