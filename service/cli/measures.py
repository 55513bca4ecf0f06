"""``restu measures``: the catalogue, and the values of one measure with ranks."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, day_looked_at
from service.cli.coordination import CsvOption, one_form, write_csv
from service.cli.names import named
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.analysis.catalogue import Measure
    from graph.coordination.measured import MeasureAnswer

COLUMNS = ("rank", "equals", "value", "id", "name")


@at_terminal
def measures(
    term: Terminal,
    measure: Annotated[
        str | None,
        typer.Argument(help="Which one; without it, what can be measured.", show_default=False),
    ] = None,
    view: Annotated[str, typer.Option("--view", help="people, organisations or all.")] = "people",
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only these types of relationship.", show_default=False),
    ] = None,
    least_strength: Annotated[
        float, typer.Option("--least-strength", min=0, max=1, help="Leave weaker pairs out.")
    ] = 0.0,
    limit: Annotated[int, typer.Option("--limit", help="Most to show, 1 to 500.")] = 20,
    as_csv: CsvOption = False,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """Rank people or organisations by a MEASURE, or list what can be measured."""
    from graph.analysis.views import Chosen, Lens  # noqa: PLC0415 - help needs no engine
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases import measures as usecase  # noqa: PLC0415 - the same

    one_form(term, as_csv=as_csv)
    visit = term.visit(network)
    if measure is None:
        _tell_catalogue(term, usecase.list_measures(visit), as_csv=as_csv)
        return
    if view not in list(Lens):
        known = ", ".join(Lens)
        raise typer.BadParameter(term.say("cli.measures.view", known=known))
    chosen = Chosen(
        lens=Lens(view),
        types=frozenset(types) if types else None,
        least_strength=least_strength,
    )
    question = usecase.MeasureQuestion(
        measure=measure, on=day_looked_at(on, visit), chosen=chosen, limit=limit
    )
    answer = usecase.measure(visit, Snapshots(term.store), question)
    if term.is_json:
        from service.schemas.measures import MeasureValuesOut  # noqa: PLC0415 - tables need none

        term.answer(MeasureValuesOut.of(visit.network_id, answer).model_dump(mode="json"))
    elif as_csv:
        rows = [[it.rank, it.equals, it.value, it.actor.id, it.actor.name] for it in answer.actors]
        write_csv(term, COLUMNS, rows)
    else:
        _tell(term, answer)


def _tell_catalogue(term: Terminal, catalogue: "tuple[Measure, ...]", *, as_csv: bool) -> None:
    if term.is_json:
        from service.schemas.measures import (  # noqa: PLC0415 - tables need none
            CatalogueOut,
            MeasureOut,
        )

        items = [MeasureOut.of(measure) for measure in catalogue]
        term.answer(CatalogueOut(items=items).model_dump(mode="json"))
        return
    language = term.say.language
    rows = [
        [measure.id, measure.words[language].name, measure.words[language].meaning]
        for measure in catalogue
    ]
    if as_csv:
        write_csv(term, ("id", "name", "meaning"), rows)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for row in rows:
        table.add_row(*map(Text, row))
    term.out.print(table)


def _tell(term: Terminal, answer: "MeasureAnswer") -> None:
    say = term.say
    words = answer.measure.words[say.language]
    term.line(say("cli.measures.title", measure=words.name, on=answer.on), style="bold")
    term.line(f"{words.meaning} {words.beware}", style="dim")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(say("cli.measures.rank")), justify="right")
    table.add_column(Text(say("cli.measures.who")))
    table.add_column(Text(say("cli.measures.value")), justify="right")
    for it in answer.actors:
        value = "" if it.value is None else say.number(it.value, digits=4)
        rank = "" if it.rank is None else str(it.rank)
        table.add_row(Text(rank), Text(named(say, it.actor)), Text(value))
    term.out.print(table)
    if answer.undefined is not None:
        count = answer.undefined_total
        term.note(say(f"cli.measures.undefined.{answer.undefined}", count=count))
