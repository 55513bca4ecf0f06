"""``restu import``, ``restu import-undo``, ``restu export``: files in and out."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graph.errors import FieldIssue, UnknownNetworkError
from graph.records.names import fold
from graph.records.networks import NetworkRecord
from graph.records.users import LOCAL_OWNER
from graph.vocabulary import NetworkId
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, NotUnderstoodError, Terminal, read_settings
from service.usecases.visits import now

if TYPE_CHECKING:
    from graph.ports import Store
    from service.exchange.reports import ImportReport
    from service.exchange.tables import FileWarning

MOST_REFUSALS_SHOWN: Final = 10
MOST_WARNINGS_SHOWN: Final = 10
COUNTS: Final = ("read", "new", "changed", "unchanged", "refused")


class NotMadeNetworkError(NotUnderstoodError):
    """The named network does not exist, and nobody said that it may be made."""

    code = "network-not-made"


@at_terminal
def import_(
    term: Terminal,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Folders, CSV files, XLSX workbooks, and ZIP files of them."
        ),
    ],
    network: NetworkOption = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="TOML file for other columns, words and scales."),
    ] = None,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, write nothing.")
    ] = False,
    refused: Annotated[
        Path | None,
        typer.Option(
            "--refused",
            metavar="FOLDER",
            help="Write the refused rows there, to repair and feed back.",
        ),
    ] = None,
    may_create: Annotated[
        bool, typer.Option("--create", help="Make the network if it is not there.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--name", help="Its name, if it is made; implies --create.")
    ] = None,
) -> None:
    """Load partners, contacts, relationships and meetings from files.

    Without --network the only network is meant; in an empty store one is made and called like the
    folder. All rows without a fault are loaded together; rows with one are listed. The same files
    again change nothing.

    Ends with 0 if every row was accepted, 1 if some were refused, 2 if nothing could be read.
    """
    from service.exchange.mapping import OUR_OWN, load_mapping  # noqa: PLC0415 - help needs none
    from service.exchange.reports import write_refused  # noqa: PLC0415 - the same
    from service.exchange.source import read_source  # noqa: PLC0415 - the same
    from service.usecases.uploads import unpacked  # noqa: PLC0415 - the same

    rules = load_mapping(mapping) if mapping else OUR_OWN
    aside = Path(term.kept.enter_context(TemporaryDirectory()))
    files, names = unpacked(paths, aside, term.settings.max_upload_bytes)
    source = read_source(files, rules, names=names)
    wanted = _Wanted(network, name, paths[0], may_create=may_create)
    place = _checked_only(term, wanted) if is_dry_run else _kept(term, wanted)
    with place as (into, network_id):
        from service.usecases.imports import run_import  # noqa: PLC0415 - the same

        # After a dry run not even the author stays behind.
        author = LOCAL_OWNER if is_dry_run else term.owner.user.id
        with _progress(term) as progress:
            report = run_import(
                into,
                network_id,
                source,
                author=author,
                at=now(),
                dry_run=is_dry_run,
                progress=progress,
            )
    written: Sequence[Path] = ()
    if refused is not None:
        written = write_refused(report, refused, lambda issue: _sentences(term, issue))
    if term.is_json:
        from service.usecases.import_jobs import told_import  # noqa: PLC0415 - the same

        # As a job of the service tells it, but with all refused rows.
        term.answer({"network_id": network_id, **told_import(report)})
    else:
        _tell(term, report, network_id, written)
    if report.refused:
        raise typer.Exit(ExitCode.INCOMPLETE)


@at_terminal
def undo(
    term: Terminal,
    batch: Annotated[
        str, typer.Argument(metavar="BATCH", help="Name of the import, as its report said.")
    ],
    network: NetworkOption = None,
) -> None:
    """Take an import back as a whole.

    What was changed since, or is named by something newer, is kept and listed; the command then
    ends with 1.
    """
    from service.usecases.imports import undo_import  # noqa: PLC0415 - help needs none

    visit = term.visit(network, is_writer=True)
    with _progress(term) as progress:
        done = undo_import(
            term.store,
            visit.network_id,
            batch,
            author=visit.who.user.id,
            at=visit.at,
            progress=progress,
        )
    if term.is_json:
        from service.usecases.import_jobs import told_undo  # noqa: PLC0415 - the same

        term.answer(told_undo(done))
    else:
        say = term.say
        term.line(say("cli.import.undone", count=done.undone), style="bold")
        for record in done.kept:
            reason = say(f"cli.import.kept.{record.reason}")
            term.line(f"{say.word('noun', record.noun)} {record.id}: {reason}", indent=2)
    if done.kept:
        raise typer.Exit(ExitCode.INCOMPLETE)


# ---------------------------------------------------------------------------- which network


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Network to import into, as it was asked for.

    ``asked`` is its identifier, ``name`` what it is called if it is made; without either it is
    called like the folder ``path``.
    """

    asked: str | None
    name: str | None
    path: Path
    may_create: bool

    def to_make(self) -> NetworkRecord:
        """Give the network that has to be made.

        Raises
        ------
        NotMadeNetworkError
            If it was named, and nobody said that it may be made.

        """
        if self.asked is None:
            title = self.name or self.path.resolve().stem
            return NetworkRecord(id=_slug(title), name=title)
        if not self.may_create and self.name is None:
            raise NotMadeNetworkError(network=self.asked)
        return NetworkRecord(id=self.asked, name=self.name or self.asked)


def _known(term: Terminal, wanted: _Wanted) -> NetworkId | None:
    """Find the wanted network, if it is there."""
    if wanted.asked is None and not term.store.list_networks():
        return None
    try:
        return NetworkId(term.network(wanted.asked).network.id)
    except UnknownNetworkError:
        return None


@contextmanager
def _kept(term: Terminal, wanted: _Wanted) -> Iterator[tuple["Store", NetworkId]]:
    """Give the network to import into; one that is made goes again if the import fails."""
    known = _known(term, wanted) if term.has_store else None
    if known is not None:
        yield term.store, known
        return
    made = wanted.to_make()
    term.make_store()
    term.store.create_network(made)
    try:
        yield term.store, NetworkId(made.id)
    except BaseException:
        term.store.erase_network(NetworkId(made.id))
        raise


@contextmanager
def _checked_only(term: Terminal, wanted: _Wanted) -> Iterator[tuple["Store", NetworkId]]:
    """Give the network to check against; a new one stands aside, so that nothing is written."""
    known = _known(term, wanted) if term.has_store else None
    if known is not None:
        yield term.store, known
        return
    made = wanted.to_make()
    with TemporaryDirectory() as folder:
        aside = term.open(read_settings(f"sqlite:///{folder}/dry-run.db"), is_new=True)
        aside.create_network(made)
        yield aside, NetworkId(made.id)
        aside.close()


def _slug(title: str) -> str:
    """Make a short word for addresses of a title."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title))[:60].strip("-") or "network"


# ---------------------------------------------------------------------------- telling


@contextmanager
def _progress(term: Terminal) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far the work is, where somebody looks on."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %", markup=False),
        TimeElapsedColumn(),
    )
    is_seen = term.err.is_terminal
    with Progress(*columns, console=term.err, transient=True, disable=not is_seen) as bar:
        task = bar.add_task("", total=None)

        def report(stage: str, done: int, total: int) -> None:
            said = term.say.word("stage", stage)
            bar.update(task, description=said, completed=done, total=total or None)

        yield report


def _sentences(term: Terminal, issue: FieldIssue) -> tuple[str, str]:
    told = term.say.issue(issue)
    return told.reason, told.remedy


def _tell(
    term: Terminal, report: "ImportReport", network_id: NetworkId, written: Sequence[Path]
) -> None:
    say = term.say
    title = "dry_run" if report.is_dry_run else "nothing" if report.revision is None else "done"
    term.line(say(f"cli.import.title.{title}", network=network_id), style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(Text(say("cli.import.file")))
    for count in COUNTS:
        table.add_column(Text(say(f"cli.import.{count}")), justify="right")
    for file in report.files:
        numbers = (file.read, file.new, file.changed, file.unchanged, len(file.refused))
        style = "yellow" if file.refused else ""
        table.add_row(Text(file.name), *map(say.number, numbers), style=style)
    if len(report.files) > 1:
        files = report.files
        numbers = (
            report.read,
            sum(file.new for file in files),
            sum(file.changed for file in files),
            sum(file.unchanged for file in files),
            report.refused,
        )
        table.add_row(Text(say("cli.import.all")), *map(say.number, numbers), style="bold")
    term.out.print(table)
    _tell_refusals(term, report)
    for path in written:
        term.line(say("cli.import.refused_file", file=str(path)))
    if report.new_types:
        term.line(say("cli.import.new_types", types=", ".join(report.new_types)))
    for warning in report.warnings[:MOST_WARNINGS_SHOWN]:
        term.line(_warning(term, warning), style="dim")
    if len(report.warnings) > MOST_WARNINGS_SHOWN:
        count = len(report.warnings) - MOST_WARNINGS_SHOWN
        term.line(say("cli.import.more_warnings", count=count), style="dim")
    if report.revision is not None:
        term.line(say("cli.import.undo", batch=report.batch_id), style="dim")


def _tell_refusals(term: Terminal, report: "ImportReport") -> None:
    """Write the first refused rows, each with its faults and what to do."""
    say = term.say
    if not report.refused:
        return
    term.line()
    term.line(say("cli.import.refusals", count=report.refused), style="bold")
    rows = [(file.name, row) for file in report.files for row in file.refused]
    for name, row in rows[:MOST_REFUSALS_SHOWN]:
        for issue in row.issues:
            told = say.issue(issue)
            place = say("cli.import.place", file=name, line=str(row.line), field=issue.field)
            term.line(f"{place}: {told.reason} {told.remedy}", indent=2)
    if len(rows) > MOST_REFUSALS_SHOWN:
        count = len(rows) - MOST_REFUSALS_SHOWN
        term.line(say("cli.import.more_refusals", count=count), indent=2)


def _warning(term: Terminal, warning: "FileWarning") -> str:
    """Say a warning; one without a sentence is told by its code."""
    say = term.say
    place = ", ".join(part for part in (warning.file, warning.field) if part)
    key = f"warning.{warning.code}"
    if not say.has(key):
        return f"{place}: {warning.code} {warning.value}".rstrip()
    facts = {**warning.facts, "value": warning.value, "count": warning.count}
    return f"{place}: {say(key, **facts)}"
