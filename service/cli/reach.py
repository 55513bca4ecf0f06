"""``restu reach``: who is within reach of whom; which leaders and partners our people come near."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, StepsOption, TypesOption, day_looked_at
from service.cli.names import named
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, OptionsError, Terminal

if TYPE_CHECKING:
    from graph.access.answers import ReachAnswer
    from graph.access.overviews import AccessibilityAnswer, NearnessAnswer
    from service.usecases.visits import Visit


@at_terminal
def reach(
    term: Terminal,
    to: Annotated[
        str | None, typer.Option("--to", metavar="WHO", help="Who can reach this leader?")
    ] = None,
    starts: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="WHO",
            help="Whom can this one reach? With --leaders or --partners it may be repeated.",
            show_default=False,
        ),
    ] = None,
    leaders: Annotated[
        bool, typer.Option("--leaders", help="All leaders, by how near those of --from come.")
    ] = False,
    partners: Annotated[
        bool,
        typer.Option(
            "--partners", help="All partners, and which of them nobody of --from reaches."
        ),
    ] = False,
    key: Annotated[bool, typer.Option("--key", help="Of partners: key partners alone.")] = False,
    network: NetworkOption = None,
    steps: StepsOption = 4,
    limit: Annotated[int, typer.Option("--limit", help="Most to show, 1 to 500.")] = 25,
    types: TypesOption = None,
    on: OnOption = None,
) -> None:
    """List who can reach a leader (--to), or whom somebody can reach (--from), best first.

    With --leaders or --partners: all of them, by how near those of --from come. Ends with 1 if
    nobody is within reach.
    """
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.access import ReachQuestion, find_reach  # noqa: PLC0415 - the same
    from service.usecases.accessibility import (  # noqa: PLC0415 - the same
        AccessibilityQuestion,
        find_leaders,
        find_partners,
    )

    is_of_many = _check(to, starts, leaders=leaders, partners=partners)
    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    ours = tuple(actor_id(visit, snapshots, who) for who in starts or ())
    day, used = day_looked_at(on, visit), tuple(types or ())
    if is_of_many:
        find = find_partners if partners else find_leaders
        near = find(
            visit,
            snapshots,
            AccessibilityQuestion(
                starts=ours, on=day, max_steps=steps, types=used, limit=limit, key_only=key
            ),
        )
        _answer_near(term, visit, near, what="partners" if partners else "leaders")
        total = near.reached_total
    else:
        end = ours[0] if to is None else actor_id(visit, snapshots, to)
        found = find_reach(
            visit,
            snapshots,
            ReachQuestion(
                end=end,
                is_toward=to is not None,
                on=day,
                max_steps=steps,
                limit=limit,
                types=used,
            ),
        )
        _answer_reach(term, visit, found)
        total = found.total
    if not total:
        raise typer.Exit(ExitCode.INCOMPLETE)


def _check(to: str | None, starts: list[str] | None, *, leaders: bool, partners: bool) -> bool:
    """Tell whether all leaders or partners are asked about; refuse what means nothing."""
    if leaders and partners:
        raise OptionsError(options="--leaders, --partners")
    if leaders or partners:
        if to is not None or not starts:
            raise OptionsError(options="--from")
        return True
    if len(starts or ()) + (to is not None) != 1:
        raise OptionsError(options="--to, --from")
    return False


# ---------------------------------------------------------------------------- telling


def _answer_reach(term: Terminal, visit: "Visit", answer: "ReachAnswer") -> None:
    if term.is_json:
        from service.schemas.access import ReachOut  # noqa: PLC0415 - tables need none

        term.answer(ReachOut.of(visit.network_id, answer).model_dump(mode="json"))
        return
    say = term.say
    way = "to" if answer.is_toward else "from"
    term.line(
        say(
            f"cli.reach.title_{way}",
            who=answer.end.name,
            count=answer.total,
            steps=answer.max_steps,
            on=answer.on,
        ),
        style="bold",
    )
    if not answer.found:
        return
    table = _table(term, ("who", f"beside_{way}"))
    for found in answer.found:
        table.add_row(
            Text(named(say, found.actor)),
            Text(found.beside.name if found.beside.id != answer.end.id else ""),
            Text(say.odds(found.probability)),
            Text(str(found.steps)),
        )
    term.out.print(table)
    if answer.total > len(answer.found):
        term.note(say("cli.reach.more", count=answer.total - len(answer.found)))


def _answer_near(
    term: Terminal, visit: "Visit", answer: "AccessibilityAnswer", *, what: str
) -> None:
    if term.is_json:
        from service.schemas.campaigns import AccessibilityOut  # noqa: PLC0415 - tables need none

        term.answer(AccessibilityOut.of(visit.network_id, answer).model_dump(mode="json"))
        return
    say = term.say
    ours = {start.id for start in answer.starts}
    term.line(
        say(
            f"cli.reach.title_{what}",
            who=", ".join(start.name for start in answer.starts),
            count=answer.reached_total,
            steps=answer.max_steps,
            on=answer.on,
        ),
        style="bold",
    )
    if answer.reached:
        table = _table(
            term, ("who", *(("reached_by",) if what == "partners" else ()), "beside_from")
        )
        for near in answer.reached:
            is_direct = near.beside is None or near.beside.id in ours
            table.add_row(
                Text(named(say, near.actor)),
                *((Text(_door(near)),) if what == "partners" else ()),
                Text("" if is_direct or near.beside is None else near.beside.name),
                Text(say.odds(near.probability) if near.steps else ""),
                Text(str(near.steps)),
            )
        term.out.print(table)
    if answer.reached_total > len(answer.reached):
        term.note(say("cli.reach.more", count=answer.reached_total - len(answer.reached)))
    if not answer.unreached:
        return
    term.line()
    term.line(say(f"cli.reach.unreached_{what}", count=answer.unreached_total), style="bold")
    for near in answer.unreached:
        people = say("cli.reach.nobody_known") if what == "partners" and not near.people else ""
        term.line(f"{named(say, near.actor)}{f': {people}' if people else ''}", indent=2)
    if answer.unreached_total > len(answer.unreached):
        term.note(say("cli.reach.more", count=answer.unreached_total - len(answer.unreached)))


def _door(near: "NearnessAnswer") -> str:
    return "" if near.by is None or near.by.id == near.actor.id else near.by.name


def _table(term: Terminal, columns: tuple[str, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(Text(term.say(f"cli.reach.{column}")))
    table.add_column(Text(term.say("cli.reach.chance")), no_wrap=True)
    table.add_column(Text(term.say("cli.reach.steps")), justify="right")
    return table
