"""How a step of a way is told: who asks whom, how likely, why, how we know, what would help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.advice import before_asking, closeness, idea, range_of, so_far
from dashboards.elements import Child, actor_link, aria, badge, chance, pair_link, post
from dashboards.texts import Say
from graph.access.answers import Brief, ServedTogether, Step
from graph.records.interactions import Interaction
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType
from graph.vocabulary import ActorKind, NetworkId

MOST_FACTORS: Final = 3
MOST_REASONS: Final = 2
"""Reasons in sight; the others unfold."""

Types = Mapping[str, TieType]
"""Types of relationship of a network, by id."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What every step of an answer is told with.

    Parameters
    ----------
    types
        Types of relationship, by id.
    on
        Day looked at.
    marked
        Ids of people of whom a conflict of interest is on record.

    """

    say: Say
    network_id: NetworkId
    types: Types
    on: date
    marked: frozenset[str] = frozenset()


def tell_step(telling: Telling, step: Step, number: int) -> Component:
    """Tell a step: what matters before asking is in sight, reasons and advice unfold."""
    say, network_id = telling.say, telling.network_id
    who: list[Child] = [
        actor_link(network_id, step.source, in_talk=True),
        f" {say('ways.asks')} ",
        actor_link(network_id, step.target, in_talk=True),
    ]
    marks = [
        badge(say("ways.inferred"), "inferred") if step.is_inferred else None,
        badge(say("ways.interest.mark"), "quiet") if step.target.id in telling.marked else None,
    ]
    return html.Li(
        [
            html.Span(str(number), className="step-number", **aria(hidden="true")),
            html.Div(
                [
                    html.P(who, className="step-who"),
                    html.P(_who_is(say, step.target), className="step-post"),
                    _door(say, network_id, step),
                    html.P([chance(say, step.probability), *marks]),
                    *_first(telling, step),
                    _reasons(telling, step),
                ],
                className="step-body",
            ),
        ],
        className="step step-inferred" if step.is_inferred else "step",
    )


def _first(telling: Telling, step: Step) -> list[Component]:
    """Say what comes before asking: whom to tell first, and whether to wait."""
    told = before_asking(telling.say, step, telling.on)
    return [html.P(text, className="step-first") for text in told]


def _reasons(telling: Telling, step: Step) -> Component:
    """Unfold why a step is as likely as that, how we know, and what would help."""
    say = telling.say
    helps, hurts = _factors(say, step)
    between = say(
        "ways.detail_of", source=step.source.name_in_talk, target=step.target.name_in_talk
    )
    return html.Details(
        [
            html.Summary(
                [say("ways.detail"), html.Span(f" {between}", className="visually-hidden")]
            ),
            html.Div(
                [
                    html.P(range_of(say, step)),
                    html.P(so_far(say, step)),
                    _close(telling, step),
                    _labelled(say("ways.helps"), helps),
                    _labelled(say("ways.hurts"), hurts),
                    _advice(say, step),
                    _how_we_know(telling, step),
                ],
                className="step-reasons",
            ),
        ],
        className="reasons",
    )


def _close(telling: Telling, step: Step) -> Component:
    """Say how close the two are, with the way to the page that says why."""
    say = telling.say
    return html.P(
        [
            html.Span(say("ways.close.title"), className="step-label"),
            closeness(say, step.strength, step.speaks),
            ". ",
            pair_link(say, telling.network_id, step.source, step.target),
        ]
    )


def _labelled(label: str, text: str) -> Component | None:
    return html.P([html.Span(label, className="step-label"), text]) if text else None


# ---------------------------------------------------------------------------- what would help


def _advice(say: Say, step: Step) -> Component | None:
    """Say what would change a step most; further ideas unfold."""
    if not step.improvements:
        return None
    first, *rest = (idea(say, step, found) for found in step.improvements)
    return html.Div(
        [
            html.P([html.Span(say("ways.what_helps"), className="step-label"), first]),
            html.Details(
                [html.Summary(say("ways.more_ideas")), html.Ul([html.Li(told) for told in rest])],
                className="more",
            )
            if rest
            else None,
        ],
        className="evidence",
    )


# ---------------------------------------------------------------------------- why


def _who_is(say: Say, brief: Brief) -> str:
    parts = [brief.name] if brief.name != brief.name_in_talk else []
    where = post(say, brief)
    return say.listed([*parts, where] if where else parts)


def _door(say: Say, network_id: NetworkId, step: Step) -> Component | None:
    """Say whom a step into an organisation meets."""
    if step.target.kind is not ActorKind.PARTNER:
        return None
    if step.key_contact is None:
        return html.P(say("ways.somebody_at", partner=step.target.name))
    return html.P([say("ways.key_contact"), " ", actor_link(network_id, step.key_contact)])


def _factors(say: Say, step: Step) -> tuple[str, str]:
    largest = step.factors[:MOST_FACTORS]
    helps = [say(f"factor.helps.{factor}") for factor, by in largest if by > 0]
    hurts = [say(f"factor.hurts.{factor}") for factor, by in largest if by < 0]
    return say.all_of(helps), say.all_of(hurts)


def _how_we_know(telling: Telling, step: Step) -> Component:
    """List the evidence, the first in sight."""
    say = telling.say
    evidence = _evidence(say, telling.types, step)
    rest = evidence[MOST_REASONS:]
    return html.Div(
        [
            html.Span(say("ways.how_we_know"), className="step-label"),
            html.Ul(evidence[:MOST_REASONS]),
            html.Details(
                [html.Summary(say("ways.more", count=len(rest))), html.Ul(rest)],
                className="more",
            )
            if rest
            else None,
        ],
        className="evidence",
    )


# ---------------------------------------------------------------------------- how we know


def _evidence(say: Say, types: Types, step: Step) -> list[Component]:
    names = {brief.id: brief.name_in_talk for brief in (step.source, step.target)}
    lines: list[Component] = [html.Li(tie_told(say, types, tie, names)) for tie in step.ties]
    if step.served is not None:
        lines.append(_served_line(say, step, step.served))
    lines += [_interaction_line(say, interaction) for interaction in step.interactions]
    return lines or [html.Li(say(f"basis.{step.basis.name.lower()}"))]


def tie_told(say: Say, types: Types, tie: Tie, names: Mapping[str, str]) -> list[Child]:
    """Tell a relationship with all that is stated of it; ``names``: of its ends in talk, by id."""
    known = types.get(tie.type) or BUILT_IN_TYPES.get(tie.type)
    is_directed = known is None or known.is_directed
    parts = [
        say(
            "ways.tie" if is_directed else "ways.mutual",
            source=names.get(tie.source_id, tie.source_id),
            type=say.tie_type(known) if known else say.word("tie", tie.type),
            target=names.get(tie.target_id, tie.target_id),
        )
    ]
    if tie.label:
        parts.append(tie.label)
    if tie.since or tie.until:
        parts.append(say.span(tie.since, tie.until))
    if tie.last_contact:
        parts.append(say("ways.last_contact", on=tie.last_contact))
    if tie.contact_count:
        parts.append(say("ways.contacts", count=tie.contact_count))
    return [say.listed(parts), *_origin(say, tie.evidence, tie.source_ref)]


def _interaction_line(say: Say, interaction: Interaction) -> Component:
    parts = [say.word("interaction", interaction.kind), say.date(interaction.held_on)]
    parts += [part for part in (interaction.subject, interaction.location) if part]
    return html.Li([say.listed(parts), *_origin(say, interaction.evidence, interaction.source_ref)])


def _served_line(say: Say, step: Step, served: ServedTogether) -> Component:
    if served.is_undated:
        text = say("ways.served_undated", partner=served.partner.name)
    elif served.last_day is None:
        text = say("ways.serve", partner=served.partner.name)
    else:
        text = say("ways.served", partner=served.partner.name, until=served.last_day)
    posts: list[Child] = []
    for brief, held in ((step.source, served.one), (step.target, served.other)):
        title = held.title or held.label or say(f"word.position.{held.type}")
        span = say.span(held.since, held.until)
        told = say("ways.post", name=brief.name_in_talk, title=title, span=span)
        posts.append(html.Li([told, *_origin(say, held.evidence, held.source_ref)]))
    return html.Li([text, html.Ul(posts, className="posts")])


def _origin(say: Say, evidence: str, source: str) -> list[Child]:
    parts: list[Child] = [html.Span(f" {evidence}", className="aside")] if evidence else []
    if source.startswith(("https://", "http://")):
        parts += [" ", html.A(say("ways.source"), href=source, rel="noreferrer noopener")]
    elif source:
        parts.append(html.Span(f" {say('ways.source_is', source=source)}", className="aside"))
    return parts
