"""``restu store move``, ``restu backup``, ``restu restore``: whole stores."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from service.cli.options import JsonOption, LangOption, at_terminal
from service.cli.terminal import Terminal, read_settings, terminal
from service.usecases.visits import now

if TYPE_CHECKING:
    from service.exchange.backups import Contents

app = typer.Typer(no_args_is_help=True, help="Move everything from one store into another.")


@app.command("move")
def move(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="Store to read.")],
    target: Annotated[
        str, typer.Option("--to", metavar="URL", help="Empty store to fill; made if need be.")
    ],
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Copy everything into an empty store and compare both; the old store stays as it is.

    Users, roles, tokens, history and the change log move along. Neo4j's account and password come
    from RESTU_NEO4J_USER and RESTU_NEO4J_PASSWORD.
    """
    with terminal(None, lang, as_json=as_json) as term:
        from service.usecases import stores  # noqa: PLC0415 - loads what help does without

        old = term.open(read_settings(source, "--from"))
        new = term.open(read_settings(target, "--to"), is_new=True)
        with _progress(term) as report:
            contents = stores.move(old, new, progress=report)
        _tell(term, contents, term.say("cli.store.moved", old=source, new=target))


@at_terminal
def backup(
    term: Terminal,
    file: Annotated[
        Path, typer.Argument(help="File to write; replaced once the new one is whole.")
    ],
) -> None:
    """Write everything of one moment into a file, also while others write.

    The file holds people's names and who may come in: it is readable by you alone; keep it so.
    """
    from service.usecases import stores  # noqa: PLC0415 - as in move

    with _progress(term) as report:
        contents = stores.write_backup(term.store, file, at=now(), progress=report)
    _tell(term, contents, term.say("cli.store.backed_up", file=str(file)))


@at_terminal
def restore(
    term: Terminal,
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
) -> None:
    """Fill an empty store from a backup, all or nothing; the file is checked first."""
    from service.usecases import stores  # noqa: PLC0415 - as in move

    whole = stores.read_backup(file)  # first, so that a refused file leaves no empty store
    target = term.make_store()
    with _progress(term) as report:
        contents = stores.bring_back(target, whole, progress=report)
    _tell(term, contents, term.say("cli.store.restored", file=str(file)))


@contextmanager
def _progress(term: Terminal) -> Iterator[Callable[[int], None]]:
    """Show how many entries are done, where somebody looks on."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    is_seen = term.err.is_terminal
    with Progress(*columns, console=term.err, transient=True, disable=not is_seen) as bar:
        task = bar.add_task("", total=None)

        def report(done: int) -> None:
            said = term.say("cli.progress.entries", count=done)
            bar.update(task, completed=done, description=said)

        yield report


def _tell(term: Terminal, contents: "Contents", done: str) -> None:
    if term.is_json:
        term.answer({"counts": dict(contents.counts), "sha256": contents.sha256})
        return
    say = term.say
    term.line(done, style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(say("cli.store.what")))
    table.add_column(Text(say("cli.store.count")), justify="right")
    for kind, count in contents.counts.items():
        key = f"cli.store.kinds.{kind}"
        table.add_row(Text(say(key if say.has(key) else f"word.nouns.{kind}")), say.number(count))
    term.out.print(table)
    term.line(say("cli.store.hash", sha256=contents.sha256), style="dim")
