"""``restu scenario`` and ``restu compare``: what would be, and what has changed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, day_looked_at
from service.cli.coordination import BrokersOption, CsvOption, one_form, write_csv
from service.cli.days import day_typed
from service.cli.names import named
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.access.answers import Brief
    from graph.coordination.change import Point
    from graph.coordination.scenario import Figures
    from graph.coordination.scenario_answers import ComparisonAnswer, ScenarioAnswer, ShiftAnswer
    from service.snapshots import Snapshots
    from service.usecases.visits import Visit

SHOWN = 10
"""Most named in a line of text; ``--json`` and ``--csv`` give more."""
FIGURES = ("ties", "components", "largest", "density", "nearness", "reached")
POINT = ("actors", "ties", "components", "density", "partners", "reached")


@at_terminal
def scenario(
    term: Terminal,
    moves: Annotated[
        list[str] | None,
        typer.Option("--moves", metavar="WHO", help="Moves to another post; may be repeated."),
    ] = None,
    leaves: Annotated[
        list[str] | None,
        typer.Option("--leaves", metavar="WHO", help="Is there no more; may be repeated."),
    ] = None,
    introduces: Annotated[
        list[str] | None,
        typer.Option("--introduce", metavar="WHO=WHOM", help="Have met; may be repeated."),
    ] = None,
    brokers: BrokersOption = None,
    as_csv: CsvOption = False,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """Tell who would be cut off if somebody moved or left, who takes over, and how to mend it.

    Nothing is written.
    """
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.scenarios import ScenarioQuestion, suppose  # noqa: PLC0415 - the same

    one_form(term, as_csv=as_csv)
    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = ScenarioQuestion(
        on=day_looked_at(on, visit),
        moves=_ids(visit, snapshots, moves),
        leaves=_ids(visit, snapshots, leaves),
        introduces=tuple(
            (actor_id(visit, snapshots, one), actor_id(visit, snapshots, other))
            for one, _, other in (typed.partition("=") for typed in introduces or ())
        ),
        brokers=_ids(visit, snapshots, brokers),
    )
    answer = suppose(visit, snapshots, question)
    if term.is_json:
        from service.schemas.scenarios import ScenarioOut  # noqa: PLC0415 - tables need none

        term.answer(ScenarioOut.of(visit.network_id, answer).model_dump(mode="json"))
    elif as_csv:
        write_csv(term, SCENARIO_COLUMNS, _scenario_rows(answer))
    else:
        _tell_scenario(term, answer)


@at_terminal
def compare(
    term: Terminal,
    since: Annotated[str, typer.Argument(metavar="FROM", help="The earlier day.")],
    until: Annotated[str, typer.Argument(metavar="TO", help="The later day.")],
    monthly: Annotated[
        bool, typer.Option("--monthly", help="A few numbers of each month instead.")
    ] = False,
    brokers: BrokersOption = None,
    as_csv: CsvOption = False,
    network: NetworkOption = None,
) -> None:
    """Tell what changed between two days: who came and went, rose and fell, what was gained."""
    from service.snapshots import Snapshots  # noqa: PLC0415 - help needs no engine
    from service.usecases import scenarios  # noqa: PLC0415 - the same

    one_form(term, as_csv=as_csv)
    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = scenarios.ComparisonQuestion(
        since=day_typed(since), until=day_typed(until), brokers=_ids(visit, snapshots, brokers)
    )
    if monthly:
        series = scenarios.series(visit, snapshots, question)
        if term.is_json:
            from service.schemas.scenarios import SeriesOut  # noqa: PLC0415 - tables need none

            term.answer(SeriesOut.of(visit.network_id, series).model_dump(mode="json"))
        elif as_csv:
            write_csv(term, ("on", *POINT), map(_point_cells, series.points))
        else:
            _tell_series(term, series.points)
        return
    answer = scenarios.compare(visit, snapshots, question)
    if term.is_json:
        from service.schemas.scenarios import ComparisonOut  # noqa: PLC0415 - tables need none

        term.answer(ComparisonOut.of(visit.network_id, answer).model_dump(mode="json"))
    elif as_csv:
        write_csv(term, COMPARISON_COLUMNS, _comparison_rows(answer))
    else:
        _tell_comparison(term, answer)


def _ids(visit: "Visit", snapshots: "Snapshots", typed: list[str] | None) -> tuple[str, ...]:
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine

    return tuple(actor_id(visit, snapshots, who) for who in typed or ())


# ---------------------------------------------------------------------------- as CSV

SCENARIO_COLUMNS = ("what", "id", "name", "other", "through", "is_cold", "before", "after")
COMPARISON_COLUMNS = ("what", "id", "name", "other", "before", "after")


def _scenario_rows(answer: "ScenarioAnswer") -> Iterator[Sequence[object]]:
    for what, briefs in (
        ("out_of_reach", answer.out_of_reach),
        ("into_reach", answer.into_reach),
        ("without_tie", answer.without_tie),
    ):
        for brief in briefs or ():
            yield (what, brief.id, brief.name, *[None] * 5)
    for what in ("connected", "lost", "gained", "lost_pairs"):
        yield (what, *[None] * 6, getattr(answer, what))
    for what in FIGURES:
        yield (what, *[None] * 5, getattr(answer.before, what), getattr(answer.after, what))
    for rise in answer.takes_over or ():
        cells = (rise.actor.id, rise.actor.name, None, None, None, rise.before, rise.after)
        yield ("takes_over", *cells)
    for mend in answer.mends:
        ends = (mend.one.id, mend.one.name, mend.other.id, mend.through.id)
        yield ("mend", *ends, mend.is_cold, None, mend.chance)


def _comparison_rows(answer: "ComparisonAnswer") -> Iterator[Sequence[object]]:
    for what in POINT:
        yield (what, None, None, None, getattr(answer.before, what), getattr(answer.after, what))
    for what in ("came", "went", "reached", "unreached"):
        for brief in getattr(answer, what) or ():
            yield (what, brief.id, brief.name, None, None, None)
    for what in ("gained", "lost"):
        for one, other in getattr(answer, what):
            yield (what, one.id, one.name, other.id, None, None)
    for what in ("rose", "fell"):
        for shift in getattr(answer, what) or ():
            actor = shift.actor
            yield (what, actor.id, actor.name, None, shift.rank_before, shift.rank_after)


def _point_cells(point: "Point") -> list[object]:
    return [point.on, *(getattr(point, name) for name in POINT)]


# ---------------------------------------------------------------------------- telling


def _tell_scenario(term: Terminal, answer: "ScenarioAnswer") -> None:
    say = term.say
    term.line(say("cli.scenario.title", on=answer.on), style="bold")
    for what in ("moves", "leaves"):
        for brief in getattr(answer, what):
            term.line(say(f"cli.scenario.{what}", who=named(say, brief)))
    for one, other in answer.introduces:
        term.line(say("cli.scenario.introduces", one=one.name, other=other.name))
    term.line()
    if answer.out_of_reach is None:
        term.line(say("cli.scenario.no_broker"))
    elif not answer.out_of_reach:
        term.line(say("cli.scenario.all_reached"))
    for what in ("out_of_reach", "into_reach", "without_tie"):
        briefs = getattr(answer, what)
        if briefs:
            term.line(say(f"cli.scenario.{what}", who=_all(term, briefs)))
    term.line(say("cli.scenario.pairs", connected=answer.connected, lost=answer.lost))
    if answer.gained:
        term.line(say("cli.scenario.gained", count=answer.gained))
    term.line()
    _beside(term, "cli.scenario", FIGURES, answer.before, answer.after)
    _tell_rises(term, answer)
    if answer.mends:
        term.line(say("cli.scenario.mends"), style="bold")
    for mend in answer.mends:
        key = "cold" if mend.is_cold else "mend"
        told = {"one": mend.one.name, "other": mend.other.name, "odds": say.odds(mend.chance)}
        term.line(say(f"cli.scenario.{key}", through=mend.through.name, **told), indent=2)
    if answer.unmended:
        term.line(say("cli.scenario.unmended", count=answer.unmended))


def _tell_rises(term: Terminal, answer: "ScenarioAnswer") -> None:
    say = term.say
    if answer.takes_over is None:
        term.note(say("cli.scenario.too_many"))
        return
    if not answer.takes_over:
        return
    term.line(say("cli.scenario.takes_over"), style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("actor", "before", "after"):
        table.add_column(
            Text(say(f"cli.scenario.{column}")), justify="left" if column == "actor" else "right"
        )
    for rise in answer.takes_over:
        numbers = (say.number(rise.before, digits=1), say.number(rise.after, digits=1))
        table.add_row(Text(named(say, rise.actor)), *map(Text, numbers))
    term.out.print(table)


def _tell_comparison(term: Terminal, answer: "ComparisonAnswer") -> None:
    say = term.say
    title = say("cli.compare.title", since=answer.since, until=answer.until)
    term.line(title, style="bold")
    _beside(term, "cli.compare", POINT, answer.before, answer.after)
    for what, key in (("came", "came"), ("went", "went")):
        briefs, count = getattr(answer, what), getattr(answer, f"{what}_total")
        if count:
            term.line(say(f"cli.compare.{key}", count=count, who=_all(term, briefs)))
    for what in ("gained", "lost"):
        pairs, count = getattr(answer, what), getattr(answer, f"{what}_total")
        if count:
            who = (
                say("cli.compare.pair", one=one.name, other=other.name)
                for one, other in pairs[:SHOWN]
            )
            term.line(say(f"cli.compare.{what}", count=count, who="; ".join(who)))
    for key, briefs in (("newly", answer.reached), ("no_more", answer.unreached)):
        if briefs:
            term.line(say(f"cli.compare.{key}", who=_all(term, briefs)))
    for what, moved in (("rose", answer.rose), ("fell", answer.fell)):
        if moved:
            term.line(say(f"cli.compare.{what}", who=_places(term, moved)))


def _places(term: Terminal, moved: "Iterable[ShiftAnswer]") -> str:
    return term.say.all_of(
        [
            term.say(
                "cli.compare.shift",
                actor=shift.actor.name,
                before=shift.rank_before,
                after=shift.rank_after,
            )
            for shift in moved
        ]
    )


def _tell_series(term: Terminal, points: "Sequence[Point]") -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(term.say("cli.compare.month")))
    for column in POINT:
        table.add_column(Text(term.say(f"cli.compare.{column}")), justify="right")
    for point in points:
        numbers = (_number(term, getattr(point, name)) for name in POINT)
        table.add_row(Text(term.say.date(point.on)), *map(Text, numbers))
    term.out.print(table)


def _beside(
    term: Terminal,
    room: str,
    columns: Sequence[str],
    before: "Figures | Point",
    after: "Figures | Point",
) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(term.say(f"{room}.figure")))
    for column in ("before", "after"):
        table.add_column(Text(term.say(f"cli.scenario.{column}")), justify="right")
    for name in columns:
        numbers = (_number(term, getattr(side, name)) for side in (before, after))
        table.add_row(Text(term.say(f"{room}.{name}")), *map(Text, numbers))
    term.out.print(table)


def _number(term: Terminal, value: float | None) -> str:
    return "" if value is None else term.say.number(value, digits=3)


def _all(term: Terminal, briefs: "Sequence[Brief]") -> str:
    return term.say.all_of([brief.name for brief in briefs])
