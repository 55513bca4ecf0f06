"""How ways to a leader are told: how many, how likely together, what comes first; or why none."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.advice import how_many, interest, left_out, only_doors
from dashboards.elements import Child, actor_link, alert, button_link, chance
from dashboards.links import PageName, joined, link
from dashboards.pages.steps import Telling, tell_step
from dashboards.texts import Say
from graph.access.answers import Brief, Interest, NotAsked, PathAnswer, Way
from graph.access.choices import Choice
from graph.access.routes import MOST_STEPS, NoRoute
from graph.vocabulary import ActorKind, NetworkId

MOST_LEFT_OUT: Final = 5
"""People named who are left out for now; the others are counted."""

Query = Mapping[str, str]
"""What an address asks, by parameter."""


def summary(say: Say, network_id: NetworkId, answer: PathAnswer, query: Query) -> Component:
    """Say how many ways there are, how good the best is, and what they are worth together."""
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
            *_together(say, answer),
            _below_best(say, network_id, answer, query),
            _only_doors(say, answer),
            _interests(say, answer.interests),
            _left_out(say, answer.not_asked),
            _present_holders(say, network_id, answer, query),
        ],
        className="summary",
        role="status",
    )


def _together(say: Say, answer: PathAnswer) -> list[Component]:
    """Say how many independent ways there are, and that at least one of those shown works."""
    lines: list[Component] = []
    if told := how_many(say, answer):
        lines.append(html.P(told))
    if answer.at_least_one is not None and len(answer.ways) > 1:
        lines.append(html.P([say("ways.together"), " ", chance(say, answer.at_least_one)]))
    if answer.stability is not None and answer.stability < 1:
        told = say("ways.stays", odds=say.odds(answer.stability))
        lines.append(html.P(told, className="aside"))
    return lines


def _below_best(
    say: Say, network_id: NetworkId, answer: PathAnswer, query: Query
) -> Component | None:
    if not answer.is_below_best:
        return None
    again = {**query, "choose": str(Choice.BEST), "ways": ""}
    return html.Div(
        [
            html.P([say("ways.below_best"), " ", chance(say, answer.best_alone)]),
            html.Div(
                button_link(say("ways.show_best"), link(network_id, PageName.REACH, **again)),
                className="actions",
            ),
        ],
        className="alert alert-info",
    )


def _only_doors(say: Say, answer: PathAnswer) -> Component | None:
    if not answer.only_doors:
        return None
    lines = [html.P(told, className="alert-title") for told in only_doors(say, answer)]
    return html.Div(lines, className="alert alert-calm")


def _interests(say: Say, interests: tuple[Interest, ...]) -> Component | None:
    """Show conflicts of interest; whether they weigh is for people to say."""
    if not interests:
        return None
    lines: list[Component] = []
    for found in interests:
        told, more = interest(say, found)
        lines.append(html.Li([told, html.Span(f" {more}", className="aside")]))
    return html.Div(
        [html.P(say("ways.interest.title"), className="alert-title"), html.Ul(lines)],
        className="alert alert-calm",
    )


def _left_out(say: Say, left: tuple[NotAsked, ...]) -> Component | None:
    """Name who is asked enough for now, so that no way leads through them."""
    if not left:
        return None
    lines: list[Child] = [html.Li(left_out(say, one)) for one in left[:MOST_LEFT_OUT]]
    if len(left) > MOST_LEFT_OUT:
        lines.append(html.Li(say("ways.left_out_more", count=len(left) - MOST_LEFT_OUT)))
    return html.Details(
        [html.Summary(f"{say('ways.left_out')} {len(left)}"), html.Ul(lines)], className="more"
    )


def way(telling: Telling, found: Way, number: int, *, start: str = "") -> Component:
    """Tell one way as an ordered list of steps.

    ``start``: address of the form that starts a request along it; empty for whoever only reads.
    """
    say = telling.say
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
    steps = [tell_step(telling, step, place) for place, step in enumerate(found.steps, start=1)]
    return html.Li(
        [
            html.Div(head, className="way-head"),
            html.P(chain, className="way-chain"),
            html.P(_asks(say, found), className="aside") if len(found.steps) > 1 else None,
            html.Ol(steps, className="steps"),
            html.Div(
                button_link(say("ways.start"), start, is_main=number == 1), className="actions"
            )
            if start
            else None,
        ],
        className="way",
    )


def _asks(say: Say, found: Way) -> str:
    between = say.between(found.low, found.high)
    asks = say("ways.one_by_one", count=round(found.asks, 1))
    return f"{between[:1].upper()}{between[1:]}. {asks}"


def start_of(network_id: NetworkId, answer: PathAnswer, found: Way) -> str:
    """Give the address of the form that starts a request along a way."""
    route = [found.steps[0].source.id, *(step.target.id for step in found.steps)]
    starter = answer.start.id if answer.start.kind is ActorKind.PARTNER else ""
    query = {"route": joined(route), "for": starter}
    return link(network_id, PageName.REQUESTS, **query)


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
