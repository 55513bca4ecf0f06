"""``restu request words`` and ``card``: what to say on a step, and a page to print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from graph.access.asking import Form, Occasion
from service.cli.options import NetworkOption, at_terminal
from service.cli.requests import RequestArgument
from service.cli.terminal import Terminal

if TYPE_CHECKING:
    from service.schemas.words import Language


@at_terminal
def words(
    term: Terminal,
    request: RequestArgument,
    step: Annotated[
        int | None,
        typer.Option(
            "--step",
            help="Step of the way, from 1.",
            show_default="the first that is not settled",
            min=1,
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--as", help="In which form.", show_default="as the channel says"),
    ] = None,
    occasion: Annotated[
        Occasion | None,
        typer.Option("--for", help="On which occasion.", show_default="as things stand"),
    ] = None,
    network: NetworkOption = None,
) -> None:
    """Draft what to say on a step, in the language chosen; you send it."""
    from service.exchange.asking import words_in  # noqa: PLC0415 - the engine takes its time
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases.words import read_asking  # noqa: PLC0415

    visit = term.visit(network)
    place = None if step is None else step - 1
    asking, record = read_asking(visit, Snapshots(term.store), request, place)
    language = cast("Language", term.say.language)
    told = words_in(asking, record, language, form, occasion)
    if term.is_json:
        from service.schemas.words import WordsOut  # noqa: PLC0415

        term.answer(WordsOut.of(asking, told, language).model_dump(mode="json"))
        return
    typer.echo(told.text)
    for link in told.links:
        typer.echo(f"\n{term.say(f'words.link.{link.kind}')}: {link.href}")


@at_terminal
def card(
    term: Terminal,
    request: RequestArgument,
    to: Annotated[Path, typer.Option("--to", help="The file, which a browser opens.")] = Path(
        "card.html"
    ),
    network: NetworkOption = None,
) -> None:
    """Write the card of a request, to print or to read on the way."""
    from service.exchange.asking import card_in  # noqa: PLC0415 - the engine takes its time
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases.words import read_card  # noqa: PLC0415

    visit = term.visit(network)
    told, record = read_card(visit, Snapshots(term.store), request)
    to.write_text(card_in(told, record, term.say.language), "utf-8")
    if term.is_json:
        term.answer({"file": str(to)})
    else:
        term.line(term.say("card.written", file=str(to)))
