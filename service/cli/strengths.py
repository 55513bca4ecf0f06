"""``restu strength`` and ``restu cooling``: how close two are, and whom it is time to greet."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, day_looked_at
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, Terminal

if TYPE_CHECKING:
    from service.schemas.strengths import ComputedOut, CoolingOut, CountedOut, StrengthOut


@at_terminal
def strength(
    term: Terminal,
    one: Annotated[str, typer.Argument(metavar="ONE", help="An identifier, a name or an alias.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another one.")],
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """Show how close two are, what says so, and which contacts set it.

    Ends with 1 if nothing is on record between the two.
    """
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs none
    from service.schemas.strengths import StrengthOut  # noqa: PLC0415 - the same
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.strengths import find_strength  # noqa: PLC0415 - the same

    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    ends = [actor_id(visit, snapshots, typed) for typed in (one, other)]
    answer = find_strength(visit, snapshots, *ends, on=day_looked_at(on, visit))
    told = StrengthOut.of(visit.network_id, answer)
    if term.is_json:
        term.answer(told.model_dump(mode="json"))
    else:
        _tell_strength(term, told)
    if told.strength is None:
        raise typer.Exit(ExitCode.INCOMPLETE)


@at_terminal
def cooling(
    term: Terminal,
    whose: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="WHO",
            help="Contacts of this person, or of the people of this organisation.",
            show_default="everybody's",
        ),
    ] = None,
    ahead: Annotated[
        int, typer.Option("--ahead", metavar="DAYS", help="Also what is due within so many days.")
    ] = 0,
    limit: Annotated[int, typer.Option("--limit", help="Most to show, 1 to 500.")] = 25,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """List whom it is time to be in touch with again, the most overdue first."""
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs none
    from service.schemas.strengths import CoolingOut  # noqa: PLC0415 - the same
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.strengths import (  # noqa: PLC0415 - the same
        CoolingQuestion,
        find_cooling,
    )

    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = CoolingQuestion(
        on=day_looked_at(on, visit),
        of="" if whose is None else actor_id(visit, snapshots, whose),
        ahead_days=ahead,
        limit=limit,
    )
    told = CoolingOut.of(visit.network_id, find_cooling(visit, snapshots, question))
    if term.is_json:
        term.answer(told.model_dump(mode="json"))
    else:
        _tell_cooling(term, told)


# ---------------------------------------------------------------------------- telling


def _tell_strength(term: Terminal, told: "StrengthOut") -> None:
    say = term.say
    names = {"one": told.first.name, "other": told.second.name}
    term.line(say("cli.strength.title", **names, on=told.on), style="bold")
    if told.strength is None or told.speaks is None:
        term.line(say("cli.strength.unknown"))
    else:
        source = say.word("speaks", told.speaks)
        band = say.word("band", told.band)
        term.line(say("cli.strength.used", strength=told.strength, band=band, source=source))
    if (said := told.override) is not None and said.since and said.until:
        facts = {"by": said.by or "", "since": said.since, "until": said.until}
        term.line(say("cli.strength.override", **facts, reason=said.reason), indent=2)
    for name in ("stated", "colleague", "prior"):
        value: float | None = getattr(told, name)
        if value is not None and told.speaks != name:
            known = say("cli.strength.known", source=say.word("speaks", name), strength=value)
            term.line(known, style="dim", indent=2)
    if told.strength is not None and told.there is None:
        term.line(say("cli.strength.none_there", **names), indent=2)
    term.line()
    if told.computed is None:
        term.line(say("cli.strength.no_contact"))
        return
    _tell_computed(term, told.computed)
    if told.counted:
        term.line(say("cli.strength.counted", count=told.counted_total))
        term.out.print(_counted(term, told.counted))


def _tell_computed(term: Terminal, computed: "ComputedOut") -> None:
    say = term.say
    band = say.word("band", computed.band)
    term.line(say("cli.strength.computed", strength=computed.strength, band=band))
    rhythm = say("strengths.why.rhythm_none")  # one contact makes no rhythm
    if computed.contacts > 1:
        beats = round(computed.beats, 1)
        rhythm = say("cli.strength.rhythm_is", days=computed.rhythm_days, beats=beats)
    why = {
        "rhythm": rhythm,
        "silence": say(
            "cli.strength.silence_is", days=computed.silence_days, usual=computed.usual_gap_days
        ),
    }
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2))
    for name, value in computed.factors:
        sign = "+" if value > 0 else ""
        table.add_row(
            Text(say(f"cli.strength.{name}")),
            Text(f"{sign}{say.number(value)}", justify="right"),
            Text(why.get(name, ""), style="dim"),
        )
    term.out.print(table)
    term.line(say(f"cli.strength.{computed.bond}"), style="dim")


def _counted(term: Terminal, counted: "list[CountedOut]") -> Table:
    say = term.say
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2))
    for contact in counted:
        origin = say("cli.strength.stated_contact") if contact.is_stated else contact.interaction_id
        table.add_row(
            Text(say.date(contact.on)),
            Text(say.word("interaction", contact.kind)),
            Text(origin or ""),
        )
    return table


def _tell_cooling(term: Terminal, told: "CoolingOut") -> None:
    say = term.say
    term.line(say("cli.cooling.title", on=told.on, count=told.total), style="bold")
    if not told.notices:
        term.line(say("cli.cooling.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("greeter", "greeted", "last_contact"):
        table.add_column(Text(say(f"cli.cooling.{column}")))
    for column in ("usual", "silence"):
        table.add_column(Text(say(f"cli.cooling.{column}")), justify="right")
    table.add_column(Text(say("cli.cooling.due")))
    for notice in told.notices:
        table.add_row(
            Text(notice.greeter.name),
            Text(notice.greeted.name),
            Text(say.date(notice.last_contact)),
            Text(say.number(notice.usual_gap_days)),
            Text(say.number(notice.silence_days)),
            Text(say.date(notice.due)),
        )
    term.out.print(table)
    if told.total > len(told.notices):
        term.note(say("cli.cooling.more", count=told.total - len(told.notices)))
