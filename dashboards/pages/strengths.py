"""Page: how close two are, what says so, and what each relationship between them states."""

from collections.abc import Mapping, Sequence
from typing import Final

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboards.advice import closeness, signed
from dashboards.desk import Desk, Pair
from dashboards.desks import Desks
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    aria,
    badge,
    button_link,
    facts,
    section,
)
from dashboards.figures.strengths import FACTORS, factors_figure
from dashboards.links import WITH, PageName, Place, link
from dashboards.pages import overrides
from dashboards.pages.steps import Types, tie_told
from dashboards.texts import Say
from dashboards.theme import GRAPH_CONFIG
from graph.access.closeness import Closeness
from graph.access.strength_answers import CountedTold, StrengthAnswer
from graph.records.ties import Tie
from graph.strength.bands import band_of
from graph.strength.factors import StrengthFactors
from graph.strength.used import Speaks
from graph.vocabulary import ActorKind, NetworkId, Role

MOST_COUNTED: Final = 5
"""Contacts in sight; the others unfold."""
UNEVEN: Final = 1.1
"""Depth of one side over the other's from which a side is said to do more."""
PLAIN: Final = 0.005
"""What a factor adds or takes below this is written as 0."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show how close two are and why, and let an editor judge otherwise."""
    return html.Div(
        [
            html.Div(view(desk, say, place), id="pair-view", className="stack"),
            html.Div(id="override-outcome", **aria(live="polite")),
        ],
        className="stack",
    )


def view(desk: Desk, say: Say, place: Place) -> list[Component]:
    """Show the two as things stand now."""
    network_id = place.network_id
    pair = desk.pair(network_id, place.record_id, place.query[WITH])
    answer, may_write = pair.answer, desk.role(network_id).includes(Role.EDITOR)
    one, other = answer.one, answer.other
    types = {type_.id: type_ for type_ in desk.tie_types(network_id)}
    shown = [
        html.H1(say("strengths.title", one=one.name_in_talk, other=other.name_in_talk)),
        html.P([actor_link(network_id, one), " · ", actor_link(network_id, other)]),
        _cooling(say, pair),
        _now(say, desk, pair),
        _computed(say, answer),
        _relationships(say, pair, types),
        overrides.judgement(say, desk.user.id, pair, types, may_write=may_write),
        _acts(say, network_id, answer) if may_write else None,
    ]
    return [part for part in shown if part is not None]


def _cooling(say: Say, pair: Pair) -> Component | None:
    notice = pair.notice
    if notice is None:
        return None
    told = say(
        "strengths.since_due",
        greeter=notice.greeter.name_in_talk,
        greeted=notice.greeted.name_in_talk,
        last=notice.last_contact,
        gap=notice.usual_gap,
        due=notice.due,
    )
    return alert(say("strengths.cooling"), html.P(told))


# ---------------------------------------------------------------------------- how close now


def _now(say: Say, desk: Desk, pair: Pair) -> Component:
    answer = pair.answer
    close = answer.closeness
    if close.strength is None or close.speaks is None:
        return section(
            say("strengths.now"),
            html.P(say("strengths.unknown"), className="verdict"),
            html.P(say("strengths.unknown_hint")),
        )
    told = closeness(say, close.strength, close.speaks)
    override = answer.override
    is_said = override is not None and close.speaks is Speaks.OVERRIDE
    return section(
        say("strengths.now"),
        html.P(f"{told[:1].upper()}{told[1:]}.", className="verdict"),
        html.P(overrides.said(say, desk.user.id, pair, override))
        if override is not None and is_said
        else None,
        html.P(say("strengths.on_scale", strength=close.strength), className="aside"),
        facts(_sources(say, close)),
        html.P(_steps(say, answer)),
    )


def _sources(say: Say, close: Closeness) -> dict[str, Child | Sequence[Child]]:
    """List everything that says something of the two, and mark what counts."""
    known = {
        Speaks.OVERRIDE: close.override,
        Speaks.COMPUTED: close.computed.strength if close.computed else None,
        Speaks.STATED: close.stated,
        Speaks.COLLEAGUE: close.colleague,
        Speaks.PRIOR: close.prior,
    }
    rows: dict[str, Child | Sequence[Child]] = {}
    for speaks, strength in known.items():
        if strength is not None:
            told: list[Child] = [_known(say, strength)]
            if speaks is close.speaks:
                told.append(badge(say("strengths.counts"), "leader"))
            rows[say.word("speaks", speaks.name.lower())] = told
    return rows


def _known(say: Say, strength: float) -> str:
    return say("strengths.known", band=say.word("band", band_of(strength)), strength=strength)


def _steps(say: Say, answer: StrengthAnswer) -> list[Child]:
    """Say what a search uses for a step in either direction."""
    ends = [(answer.one, answer.other, answer.there), (answer.other, answer.one, answer.back)]
    told: list[str] = []
    for source, target, strength in ends:
        names = {"one": source.name_in_talk, "other": target.name_in_talk}
        if strength is None:
            told.append(say("strengths.none_there", **names))
        else:
            band = say.word("band", band_of(strength))
            told.append(say("strengths.there", **names, band=band))
    return [html.Span(say("strengths.steps"), className="step-label"), " ".join(told)]


# ---------------------------------------------------------------------------- what happened


def _computed(say: Say, answer: StrengthAnswer) -> Component:
    factors = answer.closeness.computed
    if factors is None:
        return section(say("strengths.computed"), html.P(say("strengths.no_contact")))
    return section(
        say("strengths.computed"),
        html.Div(
            [
                html.Div(
                    dcc.Graph(
                        id="strength-picture",
                        figure=factors_figure(factors, say),
                        config=GRAPH_CONFIG,
                        className="picture picture-low",
                    ),
                    role="img",
                    **aria(label=say("strengths.picture_label")),
                ),
                facts(_factors(say, factors)),
            ],
            className="beside",
        ),
        facts(
            {
                say("strengths.sides"): _sides(say, answer, factors),
                say("strengths.together"): say(
                    "strengths.embedded" if factors.is_embedded else "strengths.bridge"
                ),
            }
        ),
        *_counted(say, answer),
    )


def _factors(say: Say, factors: StrengthFactors) -> dict[str, Child | Sequence[Child]]:
    return {
        say(f"strengths.factor.{name}"): say.listed(
            [signed(say, float(getattr(factors, name))), _why(say, name, factors)]
        )
        for name in FACTORS
    }


def _why(say: Say, name: str, factors: StrengthFactors) -> str:
    match name:
        case "rhythm" if factors.contacts <= 1:
            return say("strengths.why.rhythm_none")
        case "rhythm":
            beats = round(factors.beats, 1)
            return say("strengths.why.rhythm", days=factors.rhythm_days, beats=beats)
        case "silence" if factors.usual_gap:
            days = factors.silence_days
            return say("strengths.why.silence", days=days, usual=factors.usual_gap)
        case "silence":
            return say("strengths.why.silence_unknown", days=factors.silence_days)
        case "depth" if abs(factors.depth) < PLAIN:
            return say("strengths.why.depth_none")
        case "depth":
            return say(f"strengths.why.depth_{'more' if factors.depth > 0 else 'less'}")
        case _:
            is_even = abs(factors.one_sidedness) < PLAIN
            return say(f"strengths.why.{'even' if is_even else 'one_sided'}")


def _sides(say: Say, answer: StrengthAnswer, factors: StrengthFactors) -> str:
    one, other = factors.depth_of_first, factors.depth_of_second
    if max(one, other) <= UNEVEN * min(one, other):
        return say("strengths.sides_equal")
    more, less = (answer.one, answer.other) if one > other else (answer.other, answer.one)
    names = {"more": more.name_in_talk, "less": less.name_in_talk}
    return say("strengths.sides_one", **names)


def _counted(say: Say, answer: StrengthAnswer) -> list[Component]:
    """List the contacts that set the strength, the newest in sight."""
    lines = [html.Li(_contact(say, answer, contact)) for contact in answer.counted]
    if not lines:
        return []
    rest = lines[MOST_COUNTED:]
    more = html.Details(
        [
            html.Summary(say("strengths.counted_more", count=answer.counted_total)),
            html.Ul(rest),
        ],
        className="more",
    )
    parts = [
        html.P(say("strengths.counted", count=answer.counted_total), className="step-label"),
        html.Ul(lines[:MOST_COUNTED]),
        more if rest else None,
    ]
    return [html.Div([part for part in parts if part is not None], className="evidence")]


def _contact(say: Say, answer: StrengthAnswer, contact: CountedTold) -> str:
    parts = [say.date(contact.on), say.word("interaction", contact.kind)]
    if contact.is_stated:
        parts.append(say("strengths.stated_contact"))
    if contact.from_one is not None:
        side = answer.one if contact.from_one else answer.other
        parts.append(say("strengths.from", name=side.name_in_talk))
    return say.listed(parts)


# ---------------------------------------------------------------------------- what is stated


def _relationships(say: Say, pair: Pair, types: Types) -> Component:
    if not pair.ties:
        return section(say("strengths.relationships"), html.P(say("strengths.no_tie")))
    answer = pair.answer
    names = {brief.id: brief.name_in_talk for brief in (answer.one, answer.other)}
    lines = [_relationship(say, stored.record, types, names, pair) for stored in pair.ties]
    return section(say("strengths.relationships"), html.Div(html.Ul(lines), className="evidence"))


def _relationship(
    say: Say, tie: Tie, types: Types, names: Mapping[str, str], pair: Pair
) -> Component:
    below: list[str] = []
    if tie.strength is not None:
        band = say.word("band", band_of(tie.strength))
        below.append(say("strengths.stated_as", band=band, strength=tie.strength))
    if tie.id not in pair.judgeable:
        below.append(say("strengths.passes_nothing"))
    asides = [html.Div(text, className="aside") for text in below]
    return html.Li([*tie_told(say, types, tie, names), *asides])


def _acts(say: Say, network_id: NetworkId, answer: StrengthAnswer) -> Component:
    one, other = answer.one, answer.other
    acts: list[Component] = [
        button_link(
            say("strengths.add_tie"),
            link(network_id, PageName.ADD, what="tie", who=one.id, whom=other.id),
        )
    ]
    if {one.kind, other.kind} == {ActorKind.CONTACT}:
        acts.append(
            button_link(
                say("strengths.met"), link(network_id, PageName.ADD, what="met", who=other.id)
            )
        )
    return html.Div(acts, className="actions")


def connect(app: Dash, desks: Desks) -> None:
    """Let an editor judge otherwise."""
    overrides.connect(app, desks, view)
