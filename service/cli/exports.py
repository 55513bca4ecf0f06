"""``restu export``: a network as files."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from graph.records.dates import epoch_day
from service.cli.days import day_typed
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import Terminal

app = typer.Typer(no_args_is_help=True, help="Write a network into files.")


@app.callback()
def export() -> None:
    """Write a network into files."""


@app.command("csv")
@at_terminal
def csv(
    term: Terminal,
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to write into, or a .zip file.")
    ],
    network: NetworkOption = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            "--as-of",
            metavar="DAY",
            help="Only what holds on this day.",
            show_default="all",
        ),
    ] = None,
) -> None:
    """Write a network as CSV files that can be imported again.

    Users, history and the change log stay behind; a backup keeps them.
    """
    from service.usecases.exports import export_csv  # noqa: PLC0415 - help needs none

    visit = term.visit(network)
    rows = export_csv(
        term.store,
        visit.network_id,
        target,
        reader=visit.who.user.id,
        as_of=None if on is None else epoch_day(day_typed(on)),
    )
    if term.is_json:
        term.answer({"network_id": visit.network_id, "target": str(target), "rows": rows})
        return
    say = term.say
    term.line(say("cli.export.done", target=str(target)), style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(say("cli.import.file")))
    table.add_column(Text(say("cli.export.rows")), justify="right")
    for kind, count in rows.items():
        table.add_row(Text(f"{kind}.csv"), say.number(count))
    term.out.print(table)
