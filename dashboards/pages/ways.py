"""How a way to a leader is told: its steps, how likely, how we know, what helps and hurts."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.elements import Child, actor_link, alert, aria, badge, button_link, chance, post
from dashboards.links import PageName, link
from dashboards.texts import Say
from graph.access.answers import Brief, PathAnswer, ServedTogether, Step, Way
from graph.access.routes import MOST_STEPS, NoRoute
from graph.records.interactions import Interaction
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType
from graph.vocabulary import ActorKind, NetworkId

MOST_FACTORS: Final = 3
MOST_REASONS: Final = 2
"""Reasons in sight; the others unfold."""


Types = Mapping[str, TieType]
"""Types of relationship of a network, by id."""
Query = Mapping[str, str]
"""What an address asks, by parameter."""


def summary(say: Say, network_id: NetworkId, answer: PathAnswer, query: Query) -> Component:
    """Say how many ways there are and how good the best is."""
    best = answer.ways[0]
    return html.Div(
        [
            html.H2(
                say(
                    "ways.found",
                    count=len(answer.ways),
                    start=answer.start.name_in_talk,
                    leader=answer.leader.name_in_talk,
                )
            ),
            html.P(
                [
                    say("ways.best", count=len(best.steps)),
                    " ",
                    chance(say, best.probability),
                    " ",
                    html.Span(say("ways.on", on=answer.on), className="aside"),
                ]
            ),
            _present_holders(say, network_id, answer, query),
        ],
        className="summary",
        role="status",
    )


def way(say: Say, network_id: NetworkId, types: Types, found: Way, number: int) -> Component:
    """Tell one way as an ordered list of steps; the first is unfolded, the others show who."""
    head: list[Child] = [
        html.H3(say("ways.way", number=number, count=len(found.steps))),
        " ",
        chance(say, found.probability),
    ]
    if len(found.steps) > 1:
        weakest = say("ways.weakest", step=found.weakest + 1)
        head += [" ", html.Span(weakest, className="aside")]
    briefs = [*(step.source for step in found.steps[:1]), *(step.target for step in found.steps)]
    chain = say("ways.then").join(brief.name_in_talk for brief in briefs)
    steps = [
        _step(say, network_id, types, step, place)
        for place, step in enumerate(found.steps, start=1)
    ]
    return html.Li(
        html.Details(
            [
                html.Summary([*head, html.Div(chain, className="way-chain")]),
                html.Ol(steps, className="steps"),
            ],
            open=number == 1,
        ),
        className="way",
    )


def _step(say: Say, network_id: NetworkId, types: Types, step: Step, number: int) -> Component:
    who: list[Child] = [
        actor_link(network_id, step.source, in_talk=True),
        f" {say('ways.asks')} ",
        actor_link(network_id, step.target, in_talk=True),
    ]
    helps, hurts = _factors(say, step)
    evidence = _evidence(say, types, step)
    rest = evidence[MOST_REASONS:]
    return html.Li(
        [
            html.Span(str(number), className="step-number", **aria(hidden="true")),
            html.Div(
                [
                    html.P(who, className="step-who"),
                    html.P(_who_is(say, step.target), className="step-post"),
                    _door(say, network_id, step),
                    html.P(
                        [
                            chance(say, step.probability),
                            badge(say("ways.inferred"), "inferred") if step.is_inferred else None,
                        ]
                    ),
                    html.Div(
                        [
                            html.Span(say("ways.how_we_know"), className="step-label"),
                            html.Ul(evidence[:MOST_REASONS]),
                            html.Details(
                                [
                                    html.Summary(say("ways.more", count=len(rest))),
                                    html.Ul(rest),
                                ],
                                className="more",
                            )
                            if rest
                            else None,
                        ],
                        className="evidence",
                    ),
                    html.P([html.Span(say("ways.helps"), className="step-label"), helps])
                    if helps
                    else None,
                    html.P([html.Span(say("ways.hurts"), className="step-label"), hurts])
                    if hurts
                    else None,
                ],
                className="step-body",
            ),
        ],
        className="step step-inferred" if step.is_inferred else "step",
    )


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


# ---------------------------------------------------------------------------- how we know


def _evidence(say: Say, types: Types, step: Step) -> list[Component]:
    lines = [_tie_line(say, types, tie, step) for tie in step.ties]
    if step.served is not None:
        lines.append(_served_line(say, step, step.served))
    lines += [_interaction_line(say, interaction) for interaction in step.interactions]
    return lines or [html.Li(say(f"basis.{step.basis.name.lower()}"))]


def _tie_line(say: Say, types: Types, tie: Tie, step: Step) -> Component:
    names = {brief.id: brief.name_in_talk for brief in (step.source, step.target)}
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
    return html.Li([say.listed(parts), *_origin(say, tie.evidence, tie.source_ref)])


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


# ---------------------------------------------------------------------------- no way


def no_way(
    say: Say, network_id: NetworkId, answer: PathAnswer, query: Query, *, may_write: bool
) -> Component:
    """Say that there is no way, why, how near one comes, and what would help."""
    reason = answer.reason or NoRoute.NOT_CONNECTED
    told = {"start": answer.start.name_in_talk, "leader": answer.leader.name_in_talk}
    parts: list[Child] = [
        html.P(say(f"no_route.{reason}", steps=answer.steps_needed or 0, **told)),
    ]
    if answer.nearest is not None:
        parts.append(
            html.P(
                [
                    say("ways.nearest", leader=answer.leader.name_in_talk),
                    " ",
                    actor_link(network_id, answer.nearest.actor, in_talk=True),
                    ", ",
                    say("ways.nearest_steps", count=answer.nearest.steps),
                    " ",
                    chance(say, answer.nearest.probability),
                ]
            )
        )
    parts.append(html.P(_remedy(say, reason, told, may_write=may_write)))
    acts = [*_retry(say, network_id, answer, query)]
    if may_write:
        acts += _record_more(say, network_id, answer)
    if acts:
        parts.append(html.Div(acts, className="actions"))
    return html.Div(
        [
            alert(say("ways.none", leader=answer.leader.name_in_talk), *parts, tone="calm"),
            _present_holders(say, network_id, answer, query),
        ]
    )


def _remedy(say: Say, reason: NoRoute, told: Mapping[str, str], *, may_write: bool) -> str:
    """Say what would help; to whoever may not write, what can be asked of somebody who may."""
    asked = f"no_route.ask.{reason}"
    key = f"no_route.remedy.{reason}" if may_write or not say.has(asked) else asked
    return say(key, **told)


def _retry(say: Say, network_id: NetworkId, answer: PathAnswer, query: Query) -> list[Component]:
    """Offer the question that would have an answer."""
    if answer.reason is NoRoute.BEYOND_LIMIT and (answer.steps_needed or 99) <= MOST_STEPS:
        steps = answer.steps_needed or MOST_STEPS
        again = {**query, "steps": str(steps)}
        text = say("ways.retry_steps", count=steps)
    elif answer.reason is NoRoute.ONLY_AVOIDED:
        again = {**query, "avoid": ""}
        text = say("ways.retry_all")
    elif answer.reason is NoRoute.NOT_THROUGH:
        again = {**query, "through": ""}
        text = say("ways.retry_any")
    else:
        return []
    return [button_link(text, link(network_id, PageName.REACH, **again))]


def _record_more(say: Say, network_id: NetworkId, answer: PathAnswer) -> list[Component]:
    """Offer to record what is wanting: a relationship of a person at one of the ends."""
    ends = {
        NoRoute.NOBODY_AT_START: ("ways.add_knows", answer.start),
        NoRoute.NOBODY_AT_LEADER: ("ways.add_known_by", answer.leader),
    }
    key, end = ends.get(answer.reason or NoRoute.NOT_CONNECTED, ("", answer.leader))
    if not key or end.kind is not ActorKind.CONTACT:
        return []
    text = say(key, name=end.name_in_talk)
    return [button_link(text, link(network_id, PageName.ADD, what="tie", who=end.id))]


def refused_end(
    say: Say, network_id: NetworkId, end: Brief, reason: str, *, is_leader: bool, on: date
) -> Component | None:
    """Say why nobody can be asked for at an end of the way; ``None`` if that needs no own words."""
    key = f"ways.refused.{'to' if is_leader else 'from'}.{reason}"
    if not say.has(key):
        return None
    name = end.name_in_talk
    look = button_link(say("ways.look_at", name=name), link(network_id, PageName.PEOPLE, end.id))
    return alert(
        say(key, name=name),
        html.P(say(f"ways.refused.why.{reason}", name=name, on=on)),
        html.P(say(f"ways.refused.remedy.{reason}", name=name)),
        html.Div(look, className="actions"),
        tone="calm",
    )


def same_ends(say: Say, leader: Brief) -> Component:
    """Say that the way begins where it should end."""
    return alert(
        say("ways.same_ends"),
        html.P(say("ways.same_ends_detail", leader=leader.name_in_talk)),
        html.P(say("ways.same_ends_remedy")),
        tone="calm",
    )


def _present_holders(
    say: Say, network_id: NetworkId, answer: PathAnswer, query: Query
) -> Component | None:
    """If the leader has left office: offer who holds it now, and the same question about them."""
    if not answer.present_holders:
        return None
    lines: list[Component] = []
    for present in answer.present_holders:
        holder = present.holder
        again = {**query, "from": answer.start.id, "to": holder.id}
        left = say(
            "ways.left_office",
            leader=answer.leader.name_in_talk,
            partner=present.partner.name,
        )
        now = [say("ways.now_in_office"), " ", actor_link(network_id, holder, in_talk=True), "."]
        lines += [
            html.P([left, " ", *now]),
            html.Div(
                button_link(
                    say("ways.ways_there", holder=holder.name_in_talk),
                    link(network_id, PageName.REACH, **again),
                ),
                className="actions",
            ),
        ]
    return html.Div(lines, className="alert alert-info")
