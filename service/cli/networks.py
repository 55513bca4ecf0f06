"""``restu network``: the workspaces of a store."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from graph.vocabulary import NetworkId, Noun
from service.cli.options import at_terminal
from service.cli.terminal import NotUnderstoodError, Terminal

if TYPE_CHECKING:
    from graph.records.networks import NetworkRecord
    from service.usecases.networks import NetworkStanding

T = TypeVar("T")


class NothingToSetError(NotUnderstoodError):
    """A network was named, and nothing of it."""

    code = "nothing-to-set"


app = typer.Typer(
    no_args_is_help=True, help="List the networks of a store, add one, or set its habits."
)


@app.command("list")
@at_terminal
def list_(term: Terminal) -> None:
    """List the networks with what they hold."""
    from service.usecases.networks import list_networks  # noqa: PLC0415 - help needs none

    standings = list_networks(term.store, term.reader)
    if term.is_json:
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
@at_terminal
def add(
    term: Terminal,
    network_id: Annotated[
        str, typer.Argument(metavar="ID", help="Short word, used in addresses: sanitation-2026.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="Name shown; else the ID.")] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="One line for those who join.")] = "",
    time_zone: Annotated[
        str, typer.Option("--time-zone", help="Where its days begin: Asia/Jakarta.")
    ] = "Asia/Makassar",
) -> None:
    """Add an empty network; the store is made if there is none."""
    from graph.records.networks import NetworkRecord  # noqa: PLC0415 - help needs none
    from service.usecases.networks import create_network  # noqa: PLC0415 - the same

    term.make_store()
    network = NetworkRecord(
        id=network_id, name=name or network_id, purpose=purpose, time_zone=time_zone
    )
    standing, _ = create_network(term.store, term.owner, network)
    _tell(term, standing)


@app.command("set")
@at_terminal
def set_(
    term: Terminal,
    network_id: Annotated[str, typer.Argument(metavar="ID", help="The network.")],
    name: Annotated[str | None, typer.Option("--name", help="Name shown.")] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="One line for those who join.")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", help="Where its days begin: Asia/Jakarta.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Language of its letters: en or id.")
    ] = None,
    request_cap: Annotated[
        int | None, typer.Option("--request-cap", help="Most open requests put to one person.")
    ] = None,
    reminder_days: Annotated[
        int | None,
        typer.Option("--reminder-days", help="Days without an answer before a reminder."),
    ] = None,
    odds: Annotated[
        list[str] | None,
        typer.Option(
            "--odds",
            metavar="NAME=VALUE",
            help="Replace a coefficient of the odds model (restu calibration lists them); "
            "NAME= brings the default back; may be repeated.",
        ),
    ] = None,
    phrases: Annotated[
        list[str] | None,
        typer.Option(
            "--phrase",
            metavar="KEY=TEXT",
            help="Replace words of letters and messages; KEY= brings the house's words back; "
            "may be repeated.",
        ),
    ] = None,
) -> None:
    """Set what a network is called and how it works; what is not named stays."""
    from service.usecases.networks import change_network  # noqa: PLC0415 - help needs none
    from service.usecases.visits import Visit, now  # noqa: PLC0415 - the same

    options = {
        "name": name,
        "purpose": purpose,
        "time_zone": time_zone,
        "language": language,
        "request_cap": request_cap,
        "reminder_days": reminder_days,
    }
    said: dict[str, Any] = {name: one for name, one in options.items() if one is not None}
    own_odds, own_phrases = coefficients_typed(odds or []), dict(map(_named, phrases or []))
    if not (said or own_odds or own_phrases):
        raise NothingToSetError

    def revise(network: "NetworkRecord") -> "NetworkRecord":
        return replace(
            network,
            **said,
            odds=_with(network.odds, own_odds),
            phrases=_with(network.phrases, own_phrases),
        )

    visit = Visit(term.store, term.owner, NetworkId(network_id), now())
    standing = change_network(visit, revise, None)
    if term.is_json:
        term.answer(_shape(standing))
    else:
        term.line(term.say("cli.network.changed", network=standing.entry.network.id))


def coefficients_typed(typed: list[str]) -> dict[str, float | None]:
    """Read coefficients as they are typed: ``in_person=1.0``; nothing after the sign is no value.

    Raises
    ------
    InvalidRecordError
        With an issue for each that holds no number.

    """
    from graph.errors import FieldIssue, InvalidRecordError, shown  # noqa: PLC0415 - help needs none
    from service.exchange.cells import CellError, read_number  # noqa: PLC0415 - the same

    values: dict[str, float | None] = {}
    issues: list[FieldIssue] = []
    for name, text in map(_named, typed):
        try:
            values[name] = None if text is None else read_number(text)
        except CellError as error:
            issues.append(FieldIssue(f"odds.{shown(name)}", error.code, shown(text)))
    if issues:
        raise InvalidRecordError("network", "odds", issues)
    return values


def _with(held: Mapping[str, T], said: Mapping[str, T | None]) -> dict[str, T]:
    """Replace entries by name; one without a value is taken away."""
    return {name: value for name, value in {**held, **said}.items() if value is not None}


def _named(typed: str) -> tuple[str, str | None]:
    """Split NAME=VALUE."""
    name, _, value = typed.partition("=")
    return name.strip(), value.strip() or None


def _shape(standing: "NetworkStanding") -> dict[str, object]:
    from service.schemas.networks import NetworkOut  # noqa: PLC0415 - help needs none

    shape = NetworkOut.of(standing.entry, standing.counts, standing.role)
    return shape.model_dump(mode="json")


def _tell(term: Terminal, standing: "NetworkStanding") -> None:
    if term.is_json:
        term.answer(_shape(standing))
    else:
        term.line(term.say("cli.network.added", network=standing.entry.network.id))
