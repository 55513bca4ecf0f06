"""How the terminal tells ways to a leader; loaded when there is an answer."""

from datetime import date

from dashboards.advice import (
    before_asking,
    how_many,
    idea,
    interest,
    left_out,
    only_doors,
    range_of,
    so_far,
)
from dashboards.texts import Say
from graph.access.answers import PathAnswer, ServedTogether, Step, Way
from graph.records.interactions import Interaction
from graph.records.ties import Tie
from service.cli.names import named
from service.cli.terminal import Terminal


def tell_paths(term: Terminal, answer: PathAnswer) -> None:
    """Write ways to a leader, or why there is none."""
    say = term.say
    names = {"start": answer.start.name, "leader": answer.leader.name}
    title = say("cli.path.title", **names, on=answer.on)
    term.line(title, style="bold")
    if answer.start.partner_name or answer.leader.partner_name:
        term.line(f"{named(say, answer.start)} → {named(say, answer.leader)}")
    for held in answer.present_holders:
        term.line(
            say(
                "cli.path.present_holder",
                leader=answer.leader.name,
                partner=held.partner.name,
                holder=held.holder.name,
            ),
            style="yellow",
        )
    for told in _together(say, answer):
        term.line(told)
    for number, way in enumerate(answer.ways, start=1):
        term.line()
        _tell_way(term, number, way, answer.on)
    for found in answer.interests:
        term.line()
        term.line(" ".join(interest(say, found)), style="yellow")
    if answer.not_asked:
        term.line()
        term.line(say("ways.left_out"), style="yellow")
        for one in answer.not_asked:
            term.line(left_out(say, one), indent=2)
    if any(step.is_inferred for way in answer.ways for step in way.steps):
        term.line()
        term.line(say("cli.path.inferred_means"), style="dim")
    if answer.reason is None:
        return
    term.line()
    term.line(say(f"no_route.{answer.reason}", **names, steps=answer.steps_needed or 0))
    if answer.nearest is not None:
        nearest = answer.nearest
        term.line(
            say(
                "cli.path.nearest",
                who=named(say, nearest.actor),
                leader=answer.leader.name,
                odds=say.odds(nearest.probability),
                count=nearest.steps,
            )
        )
    term.line(say(f"no_route.remedy.{answer.reason}", **names))


def _together(say: Say, answer: PathAnswer) -> list[str]:
    """Say what the ways are worth as a set."""
    told = [how_many(say, answer), *only_doors(say, answer)]
    if answer.at_least_one is not None and len(answer.ways) > 1:
        told.append(f"{say('ways.together')} {say.odds(answer.at_least_one)}")
    if answer.is_below_best:
        told.append(f"{say('ways.below_best')} {say.odds(answer.best_alone)}")
    return [sentence for sentence in told if sentence]


def _tell_way(term: Terminal, number: int, way: Way, on: date) -> None:
    say = term.say
    term.line(
        say(
            "cli.path.way",
            number=number,
            likelihood=say.likelihood(way.probability),
            count=len(way.steps),
        ),
        style="bold",
    )
    for place, step in enumerate(way.steps):
        weakest = f"  ({say('cli.path.weakest')})" if place == way.weakest and place else ""
        asked = say("cli.path.step", one=step.source.name, other=named(say, step.target))
        term.line(f"{place + 1}. {asked}: {say.odds(step.probability)}{weakest}", indent=2)
        for told in before_asking(say, step, on):
            term.line(told, style="yellow", indent=5)
        term.line(f"{range_of(say, step)} {so_far(say, step)}", indent=5)
        for found in step.improvements[:1]:
            term.line(f"{say('ways.what_helps')}: {idea(say, step, found)}", indent=5)
        for line in _evidence(say, step):
            term.line(line, style="dim", indent=5)


def _evidence(say: Say, step: Step) -> list[str]:
    lines: list[str] = []
    if step.key_contact is not None:
        lines.append(say("cli.path.key_contact", who=step.key_contact.name))
    lines += [_tie(say, step, tie) for tie in step.ties]
    lines += [_met(say, act) for act in step.interactions]
    if step.served is not None:
        served = _served(say, step.served)
        lines.append(say("cli.path.inferred", served=served) if step.is_inferred else served)
    return lines


def _tie(say: Say, step: Step, tie: Tie) -> str:
    names = {step.source.id: step.source.name, step.target.id: step.target.name}
    parts = [
        " · ".join(
            (
                names.get(tie.source_id, tie.source_id),
                say.word("tie", tie.type),
                names.get(tie.target_id, tie.target_id),
            )
        ),
        tie.label,
        say.span(tie.since, tie.until) if tie.since or tie.until else "",
        say("cli.path.closeness", strength=tie.strength) if tie.strength is not None else "",
        say("cli.path.last_contact", on=tie.last_contact) if tie.last_contact else "",
        say("cli.path.contact_count", count=tie.contact_count) if tie.contact_count else "",
        tie.evidence,
        say("cli.path.source", source=tie.source_ref) if tie.source_ref else "",
    ]
    return "; ".join(part for part in parts if part)


def _met(say: Say, act: Interaction) -> str:
    parts = [
        f"{say.word('interaction', act.kind)}, {say.date(act.held_on)}",
        act.subject,
        act.location,
        say("cli.path.source", source=act.source_ref) if act.source_ref else "",
    ]
    return "; ".join(part for part in parts if part)


def _served(say: Say, served: ServedTogether) -> str:
    posts = [
        f"{post.title or post.label or say.word('position', post.type)}, "
        f"{say.span(post.since, post.until)}"
        for post in (served.one, served.other)
    ]
    together = {"partner": served.partner.name, "one": posts[0], "other": posts[1]}
    if served.is_undated:
        return say("cli.path.served_undated", **together)
    if served.last_day is None:
        return say("cli.path.serve", **together)
    return say("cli.path.served", **together, until=served.last_day)
