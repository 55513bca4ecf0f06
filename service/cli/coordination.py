"""``restu isolated`` and ``restu introduce``: partners to look after, and whom they could meet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, day_looked_at
from service.cli.days import day_typed
from service.cli.names import named
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, OptionsError, Terminal

if TYPE_CHECKING:
    from graph.access.answers import Brief
    from graph.coordination.answers import (
        IntroductionAnswer,
        IntroductionsAnswer,
        IsolationAnswer,
        LaterAnswer,
        NeedAnswer,
        PartnerIntroductions,
    )
    from service.snapshots import Snapshots
    from service.usecases.visits import Visit

BrokersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--broker",
        metavar="WHO",
        help="An active broker; of an organisation, everybody there. May be repeated.",
        show_default="the users, as far as they said who they are",
    ),
]
UntilOption = Annotated[
    list[str] | None,
    typer.Option(
        "--until",
        metavar="WHO=DAY",
        help="Last day of a broker's appointment, where it is known; may be repeated.",
        show_default=False,
    ),
]
CsvOption = Annotated[
    bool, typer.Option("--csv", help="Answer as CSV, with the codes and numbers of REST.")
]


@at_terminal
def isolated(
    term: Terminal,
    brokers: BrokersOption = None,
    until: UntilOption = None,
    key: Annotated[bool, typer.Option("--key", help="Key partners alone.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="Most to show, 1 to 500.")] = 25,
    as_csv: CsvOption = False,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """List partners in the order in which they need somebody to look after them, and why.

    Ends with 1 if brokers cannot reach some of them.
    """
    from service.snapshots import Snapshots  # noqa: PLC0415 - help needs no engine
    from service.usecases.coordination import (  # noqa: PLC0415 - the same
        IsolationQuestion,
        find_isolated,
    )

    one_form(term, as_csv=as_csv)
    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = IsolationQuestion(
        brokers=_ids(visit, snapshots, brokers),
        broker_until=_ends(visit, snapshots, until),
        on=day_looked_at(on, visit),
        limit=limit,
        key_only=key,
    )
    answer = find_isolated(visit, snapshots, question)
    if term.is_json:
        from service.schemas.coordination import IsolationOut  # noqa: PLC0415 - tables need none

        term.answer(IsolationOut.of(visit.network_id, answer).model_dump(mode="json"))
    elif as_csv:
        write_csv(term, NEED_COLUMNS, map(_need_cells, answer.needs))
    else:
        _tell_isolated(term, answer)
    if answer.unreached:
        raise typer.Exit(ExitCode.INCOMPLETE)


@at_terminal
def introduce(
    term: Terminal,
    partners: Annotated[
        list[str],
        typer.Argument(metavar="PARTNER...", help="Who is to meet somebody; up to 20 partners."),
    ],
    brokers: BrokersOption = None,
    until: UntilOption = None,
    as_csv: CsvOption = False,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """Suggest whom a PARTNER could meet, through whom, and what that would change.

    Nothing is written. Ends with 1 if nothing can be suggested for one of them.
    """
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.coordination import (  # noqa: PLC0415 - the same
        IntroductionsQuestion,
        suggest_introductions,
    )

    one_form(term, as_csv=as_csv)
    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = IntroductionsQuestion(
        partners=tuple(actor_id(visit, snapshots, who) for who in partners),
        brokers=_ids(visit, snapshots, brokers),
        broker_until=_ends(visit, snapshots, until),
        on=day_looked_at(on, visit),
    )
    answer = suggest_introductions(visit, snapshots, question)
    if term.is_json:
        from service.schemas.coordination import (  # noqa: PLC0415 - tables need none
            IntroductionsOut,
        )

        term.answer(IntroductionsOut.of(visit.network_id, answer).model_dump(mode="json"))
    elif as_csv:
        rows = (
            _introduction_cells(told.partner, place, one)
            for told in answer.partners
            for place, one in enumerate(told.introductions, start=1)
        )
        write_csv(term, INTRODUCTION_COLUMNS, rows)
    else:
        _tell_introductions(term, answer)
    if not all(told.introductions for told in answer.partners):
        raise typer.Exit(ExitCode.INCOMPLETE)


# ---------------------------------------------------------------------------- asking


def one_form(term: Terminal, *, as_csv: bool) -> None:
    """Refuse to answer in two forms at once."""
    if as_csv and term.is_json:
        raise OptionsError(options="--json, --csv")


def _ids(visit: "Visit", snapshots: "Snapshots", typed: list[str] | None) -> tuple[str, ...]:
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine

    return tuple(actor_id(visit, snapshots, who) for who in typed or ())


def _ends(
    visit: "Visit", snapshots: "Snapshots", typed: list[str] | None
) -> tuple[tuple[str, date], ...]:
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine

    parted = [one.rpartition("=") for one in typed or ()]
    return tuple((actor_id(visit, snapshots, who), day_typed(day)) for who, _, day in parted)


# ---------------------------------------------------------------------------- as CSV

NEED_COLUMNS = (
    *("rank", "partner", "name", "is_key", "tier", "chance", "worst", "harmonic", "hangs_on"),
    *("at_worst", "route", "later_tier", "endings", "is_isolate", "is_pendant", "is_outside"),
    *("within_two_steps", "stale", "no_other_sector", "dependence", "depends_on"),
    *("access_distance", "undefined"),
)
INTRODUCTION_COLUMNS = (
    *("partner", "place", "meet", "meet_name", "through", "through_name", "is_cold", "gain"),
    *("chance", "effort", "value", "new_hop", "chance_after", "worst_after"),
)


def write_csv(term: Terminal, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Answer as CSV; what a spreadsheet would take for a formula is guarded."""
    from service.exchange.cells import guarded  # noqa: PLC0415 - help needs none

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(_cell(value)) for value in row])
    term.out.file.write(text.getvalue())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ids_of(briefs: "Iterable[Brief]") -> str:
    return " ".join(brief.id for brief in briefs)


def _need_cells(need: "NeedAnswer") -> list[object]:
    at = need.situation
    later = need.later
    return [
        *(need.rank, need.partner.id, need.partner.name, need.is_key, need.tier),
        *(need.chance, need.worst, need.harmonic, _ids_of(need.hangs_on)),
        *(_ids_of(need.at_worst), _ids_of(need.route), later.tier if later else None),
        " ".join(later.endings) if later else None,
        *(at.is_isolate, at.is_pendant, at.is_outside, at.within_two_steps, at.stale),
        *(at.no_other_sector, at.dependence, at.depends_on.id if at.depends_on else None),
        at.access_distance,
        " ".join(f"{name}={why}" for name, why in sorted(need.undefined.items())),
    ]


def _introduction_cells(partner: "Brief", place: int, told: "IntroductionAnswer") -> list[object]:
    return [
        *(partner.id, place, told.meet.id, told.meet.name, told.through.id, told.through.name),
        *(told.is_cold, told.gain, told.chance, told.effort, told.value, told.new_hop),
        *(told.chance_after, told.worst_after),
    ]


# ---------------------------------------------------------------------------- telling


def _tell_isolated(term: Terminal, answer: "IsolationAnswer") -> None:
    say = term.say
    term.line(say("cli.isolated.title", on=answer.on), style="bold")
    if not answer.total:
        term.line(say("cli.isolated.none"))
        return
    if answer.unreached is None:
        term.line(say("cli.isolated.no_broker"))
    else:
        who = ", ".join(broker.name for broker in answer.brokers)
        term.line(say("cli.isolated.brokers", who=who), style="dim")
        count = answer.unreached
        found = "unreached" if count else "all"
        term.line(say(f"cli.isolated.{found}", count=count, total=answer.total))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(say("cli.isolated.rank")), justify="right")
    for column in ("partner", "why"):
        table.add_column(Text(say(f"cli.isolated.{column}")))
    if answer.unreached is not None:
        for column in ("chance", "worst"):
            table.add_column(Text(say(f"cli.isolated.{column}")))
    for need in answer.needs:
        name = need.partner.name
        odds = [] if need.chance is None else [_odds(term, need.chance), _odds(term, need.worst)]
        table.add_row(
            Text(str(need.rank)),
            Text(say("cli.isolated.key", partner=name) if need.is_key else name),
            Text(_why(term, need)),
            *map(Text, odds),
        )
    term.out.print(table)
    if answer.total > len(answer.needs):
        term.note(say("cli.isolated.more", count=answer.total - len(answer.needs)))


def _odds(term: Terminal, chance: float | None) -> str:
    return term.say.odds(chance) if chance else ""


def _why(term: Terminal, need: "NeedAnswer") -> str:
    say = term.say
    if need.later is not None:
        return say(
            "cli.isolated.tier.about_to_be",
            on=need.later.on,
            what=_later(term, need.later),
            because=_because(term, need.later),
        )
    tier = "outside" if need.tier == "out_of_reach" and need.chance is None else need.tier
    return say(f"cli.isolated.tier.{tier}", who=_names(term, need.hangs_on))


def _later(term: Terminal, later: "LaterAnswer") -> str:
    return term.say(f"cli.isolated.later.{later.tier}", who=_names(term, later.hangs_on))


def _because(term: Terminal, later: "LaterAnswer") -> str:
    endings = list(later.endings) or ["none"]
    return term.say.all_of([term.say(f"cli.isolated.ending.{ending}") for ending in endings])


def _names(term: Terminal, briefs: "Sequence[Brief]") -> str:
    return term.say.all_of([brief.name for brief in briefs])


def _tell_introductions(term: Terminal, answer: "IntroductionsAnswer") -> None:
    for place, told in enumerate(answer.partners):
        if place:
            term.line()
        _tell_partner(term, answer.on, told)


def _tell_partner(term: Terminal, on: date, told: "PartnerIntroductions") -> None:
    say = term.say
    term.line(say("cli.introduce.title", partner=told.partner.name, on=on), style="bold")
    if told.chance:
        term.line(say("cli.introduce.today", chance=say.likelihood(told.chance)))
    elif told.chance is not None:
        term.line(say("cli.introduce.today_none"))
    if told.reason is not None:
        term.line(say(f"cli.introduce.{told.reason}"))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    columns = ("meet", "through", "agree", *(("then",) if told.chance is not None else ()))
    for column in columns:
        table.add_column(Text(say(f"cli.introduce.{column}")))
    for one in told.introductions:
        through = one.through.name
        after = [] if one.chance_after is None else [_odds(term, one.chance_after)]
        table.add_row(
            Text(named(say, one.meet)),
            Text(say("cli.introduce.cold", broker=through) if one.is_cold else through),
            Text(say.odds(one.chance)),
            *map(Text, after),
        )
    term.out.print(table)
    if len(told.introductions) > 1:
        term.line(say("cli.introduce.alternatives"), style="dim")
