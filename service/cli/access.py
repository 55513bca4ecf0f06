"""``restu path``: who can introduce us to a leader, step by step."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from graph.vocabulary import Channel
from service.cli.days import day_typed
from service.cli.terminal import (
    ExitCode,
    JsonOption,
    LangOption,
    NetworkOption,
    StoreOption,
    Terminal,
    terminal,
)

if TYPE_CHECKING:
    from dashboards.texts import Say
    from graph.access.answers import Brief, PathAnswer, ServedTogether, Step, Way
    from graph.records.interactions import Interaction
    from graph.records.ties import Tie
    from service.usecases.visits import Visit


class Choosing(StrEnum):
    """The words of ``graph.access.choices.Choice``; the engine is loaded when it is asked."""

    BEST = "best"
    INDEPENDENT = "independent"
    DIVERSE = "diverse"


StepsOption = Annotated[int, typer.Option("--steps", help="Most steps of a way, 1 to 6.")]
TypesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="Use these types of relationship alone (met_with and colleagues are types too); "
        "may be repeated.",
        show_default=False,
    ),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", "--as-of", metavar="DAY", help="Day looked at.", show_default="today"),
]


def path(
    start: Annotated[
        str, typer.Argument(metavar="FROM", help="Who asks: an identifier, a name or an alias.")
    ],
    leader: Annotated[
        str,
        typer.Argument(
            metavar="TO", help="The leader; of an organisation its present head is meant."
        ),
    ],
    network: NetworkOption = None,
    choose: Annotated[
        Choosing,
        typer.Option(
            "--choose",
            help="The best ways; independent ones, which share nobody; or diverse ones, of which "
            "most likely at least one works.",
        ),
    ] = Choosing.BEST,
    k: Annotated[
        int | None,
        typer.Option(
            "--k",
            help="Most ways to show: up to 20 best, 3 independent, 10 diverse.",
            show_default="5, 3, 3",
        ),
    ] = None,
    also_from: Annotated[
        list[str] | None,
        typer.Option("--also-from", metavar="WHO", help="Who else may ask.", show_default=False),
    ] = None,
    also_to: Annotated[
        list[str] | None,
        typer.Option("--also-to", metavar="WHO", help="Or to this leader.", show_default=False),
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option("--channel", help="What if all were asked so.", show_default="message"),
    ] = None,
    steps: StepsOption = 4,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", metavar="WHO", help="Not through these.", show_default=False),
    ] = None,
    through: Annotated[
        list[str] | None,
        typer.Option("--through", metavar="WHO", help="Only through these.", show_default=False),
    ] = None,
    types: TypesOption = None,
    on: OnOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show who can introduce FROM to the leader TO, step by step, and how we know.

    Ends with 1 if there is no way; the answer then says why, and who comes nearest.
    """
    with terminal(store, lang, as_json=as_json) as term:
        # The engine is compiled code that takes its time to load; help does without it.
        from graph.access.choices import Choice  # noqa: PLC0415
        from service.cli.actors import actor_id  # noqa: PLC0415
        from service.snapshots import Snapshots  # noqa: PLC0415
        from service.usecases.access import PathQuestion, find_paths  # noqa: PLC0415

        visit = term.visit(network)
        snapshots = Snapshots(term.store)
        question = PathQuestion(
            start=actor_id(visit, snapshots, start),
            leader=actor_id(visit, snapshots, leader),
            also_from=tuple(actor_id(visit, snapshots, who) for who in also_from or ()),
            also_to=tuple(actor_id(visit, snapshots, who) for who in also_to or ()),
            on=day_looked_at(on, visit),
            choice=Choice(choose),
            channel=channel,
            with_stability=True,
            k=k,
            max_steps=steps,
            avoid=tuple(actor_id(visit, snapshots, who) for who in avoid or ()),
            through=tuple(actor_id(visit, snapshots, who) for who in through or ()),
            types=tuple(types or ()),
        )
        answer = find_paths(visit, snapshots, question)
        if as_json:
            from service.schemas.access import AccessPathsOut  # noqa: PLC0415

            term.answer(AccessPathsOut.of(visit.network_id, answer).model_dump(mode="json"))
        else:
            _tell_paths(term, answer)
        if not answer.ways:
            raise typer.Exit(ExitCode.INCOMPLETE)


def day_looked_at(typed: str | None, visit: "Visit") -> date:
    """Read the day looked at; today is a day of the network's time zone."""
    return visit.today() if typed is None else day_typed(typed)


# ---------------------------------------------------------------------------- telling


def named(say: "Say", brief: "Brief") -> str:
    """Name somebody with the post held on the day."""
    post = ", ".join(part for part in (brief.title, brief.partner_name) if part)
    if post and brief.is_acting:
        post = say("cli.acting", post=post)
    return f"{brief.name} ({post})" if post else brief.name


def _tell_paths(term: Terminal, answer: "PathAnswer") -> None:
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
    for number, way in enumerate(answer.ways, start=1):
        term.line()
        _tell_way(term, number, way)
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


def _tell_way(term: Terminal, number: int, way: "Way") -> None:
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
        for line in _evidence(say, step):
            term.line(line, style="dim", indent=5)


def _evidence(say: "Say", step: "Step") -> list[str]:
    lines: list[str] = []
    if step.key_contact is not None:
        lines.append(say("cli.path.key_contact", who=step.key_contact.name))
    lines += [_tie(say, step, tie) for tie in step.ties]
    lines += [_met(say, act) for act in step.interactions]
    if step.served is not None:
        served = _served(say, step.served)
        lines.append(say("cli.path.inferred", served=served) if step.is_inferred else served)
    return lines


def _tie(say: "Say", step: "Step", tie: "Tie") -> str:
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


def _met(say: "Say", act: "Interaction") -> str:
    parts = [
        f"{say.word('interaction', act.kind)}, {say.date(act.held_on)}",
        act.subject,
        act.location,
        say("cli.path.source", source=act.source_ref) if act.source_ref else "",
    ]
    return "; ".join(part for part in parts if part)


def _served(say: "Say", served: "ServedTogether") -> str:
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
