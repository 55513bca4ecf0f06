"""``restu network``: the workspaces of a store."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from graph.vocabulary import Noun
from service.cli.terminal import JsonOption, LangOption, StoreOption, Terminal, terminal

if TYPE_CHECKING:
    from service.usecases.networks import NetworkStanding

app = typer.Typer(no_args_is_help=True, help="List the networks of a store, or add one.")


@app.command("list")
def list_(store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the networks with what they hold."""
    with terminal(store, lang, as_json=as_json) as term:
        from service.usecases.networks import list_networks  # noqa: PLC0415 - help needs none

        standings = list_networks(term.store, term.reader)
        if as_json:
            term.answer({"items": [_shape(standing) for standing in standings]})
            return
        say = term.say
        nouns = (Noun.PARTNER, Noun.CONTACT, Noun.POSITION, Noun.TIE, Noun.INTERACTION)
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(Text(say("cli.network.id")))
        table.add_column(Text(say("word.field.name")))
        for noun in nouns:
            table.add_column(Text(say(f"word.nouns.{noun}")), justify="right")
        for standing in standings:
            table.add_row(
                Text(standing.entry.network.id),
                Text(standing.entry.network.name),
                *(say.number(standing.counts.get(noun, 0)) for noun in nouns),
            )
        term.out.print(table)


@app.command("add")
def add(
    network_id: Annotated[
        str, typer.Argument(metavar="ID", help="Short word, used in addresses: sanitation-2026.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="Name shown; else the ID.")] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="One line for those who join.")] = "",
    time_zone: Annotated[
        str, typer.Option("--time-zone", help="Where its days begin: Asia/Jakarta.")
    ] = "Asia/Makassar",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Add an empty network; the store is made if there is none."""
    with terminal(store, lang, as_json=as_json) as term:
        from graph.records.networks import NetworkRecord  # noqa: PLC0415 - help needs none
        from service.usecases.networks import create_network  # noqa: PLC0415 - the same

        term.make_store()
        network = NetworkRecord(
            id=network_id, name=name or network_id, purpose=purpose, time_zone=time_zone
        )
        standing, _ = create_network(term.store, term.owner, network)
        _tell(term, standing)


def _shape(standing: "NetworkStanding") -> dict[str, object]:
    from service.schemas.networks import NetworkOut  # noqa: PLC0415 - help needs none

    shape = NetworkOut.of(standing.entry, standing.counts, standing.role)
    return shape.model_dump(mode="json")


def _tell(term: Terminal, standing: "NetworkStanding") -> None:
    if term.is_json:
        term.answer(_shape(standing))
    else:
        term.line(term.say("cli.network.added", network=standing.entry.network.id))
