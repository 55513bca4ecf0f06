"""What an import did or would do, row by row, and the refused rows as a file to repair."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path, PurePath
from typing import TypeAlias

from graph.errors import FieldIssue
from graph.vocabulary import Noun
from service.exchange.cells import bare, guarded
from service.exchange.csv_tables import DELIMITERS
from service.exchange.layout import REFUSED_SUFFIX, REPORT_COLUMNS, FileKind, stem_of
from service.exchange.source import CSV_ENDINGS
from service.exchange.tables import USUAL_FORM, CsvForm, FileWarning

Sentences: TypeAlias = Callable[[FieldIssue], tuple[str, str]]
"""Says the reason of an issue and its remedy."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not imported.

    Parameters
    ----------
    line
        Physical line (or sheet row) on which it starts.
    cells
        As they stood in the file.
    issues
        All that is wrong; fields are named as the file names them.

    """

    line: int
    cells: tuple[str, ...]
    issues: tuple[FieldIssue, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of the rows of one table; blank rows do not count.

    ``number``: the how manyth table of its name it is in this import.
    """

    name: str
    kind: FileKind
    header: tuple[str, ...]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()
    form: CsvForm = USUAL_FORM
    number: int = 1

    @property
    def accepted(self) -> int:
        """Rows that are in the network now."""
        return self.new + self.changed + self.unchanged

    @property
    def read(self) -> int:
        """Rows read: accepted and refused."""
        return self.accepted + len(self.refused)

    @property
    def refused_name(self) -> str:
        """Name of the file of refused rows, under which it is recognised when it comes back."""
        name = PurePath(self.name)
        stem = stem_of(name.stem if name.suffix.casefold() in CSV_ENDINGS else name.name)
        also = f"-{self.number}" if self.number > 1 else ""
        return f"{stem}{REFUSED_SUFFIX}{also}.csv"


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Records of one kind that were created and changed."""

    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or, after a dry run, would do.

    Parameters
    ----------
    batch_id
        Names the import in the change log, and undoes it.
    revision
        Revision that it made; ``None`` when nothing was written.
    records
        What was created and changed, by kind of record.
    new_types
        Types of relationship that no registry knew: kept as the network's own, off the routes.
    warnings
        What a person should look at.

    """

    batch_id: str
    files: tuple[FileReport, ...]
    revision: int | None = None
    is_dry_run: bool = False
    records: Mapping[Noun, RecordCounts] = field(default_factory=dict[Noun, RecordCounts])
    new_types: tuple[str, ...] = ()
    warnings: tuple[FileWarning, ...] = ()

    @property
    def read(self) -> int:
        """Rows read in all files."""
        return sum(file.read for file in self.files)

    @property
    def accepted(self) -> int:
        """Rows accepted in all files."""
        return sum(file.accepted for file in self.files)

    @property
    def refused(self) -> int:
        """Rows refused in all files."""
        return sum(len(file.refused) for file in self.files)


def numbered(files: Iterable[FileReport]) -> tuple[FileReport, ...]:
    """Give tables of one name, whatever its case, numbers, so that none overwrites another."""
    seen: Counter[str] = Counter()
    told: list[FileReport] = []
    for file in files:
        name = file.refused_name.casefold()
        seen[name] += 1
        told.append(replace(file, number=seen[name]))
    return tuple(told)


def codes(issue: FieldIssue) -> tuple[str, str]:
    """Say an issue without sentences: its code and facts, for programs."""
    return str(issue), ""


def refused_csv(file: FileReport, say: Sentences = codes) -> str:
    """Write the refused rows of a file as CSV: its own columns, then the reason and the remedy.

    Delimiter and line ends are those of the file, so that it opens where the file did. Repaired
    and fed back it is read as the file it came from; the two columns are ignored. Cells that a
    spreadsheet would take for formulas are guarded by an apostrophe.
    """
    text = StringIO()
    form = file.form
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator=form.line_end)
    # Names of columns may hold other delimiters; in quotation marks none is taken for ours.
    quoter = csv.writer(
        text, delimiter=form.delimiter, lineterminator=form.line_end, quoting=csv.QUOTE_ALL
    )
    width = len(file.header)
    if tuple(name.casefold() for name in file.header[-2:]) == REPORT_COLUMNS:
        width -= len(REPORT_COLUMNS)  # refused once more: what was said before is said anew
    own = file.header[:width]
    is_plain = not any(sign in name for name in own for sign in DELIMITERS)
    taken = {name.casefold() for name in own}
    said = [f"restu_{name}" if name in taken else name for name in REPORT_COLUMNS]
    (writer if is_plain else quoter).writerow([*own, *said])
    for row in file.refused:
        told = [say(issue) for issue in row.issues]
        reason = " ".join(
            why if issue.field == "row" else f"{issue.field}: {why}"
            for issue, (why, _) in zip(row.issues, told, strict=True)
        )
        remedy = " ".join(dict.fromkeys(remedy for _, remedy in told if remedy))
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        writer.writerow([guarded(bare(cell)) for cell in (*cells, reason, remedy)])
    return text.getvalue()


def write_refused(report: ImportReport, folder: Path, say: Sentences = codes) -> tuple[Path, ...]:
    """Write one file for each table that has refused rows; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for file in report.files:
        if file.refused:
            path = folder / file.refused_name
            path.write_text(refused_csv(file, say), encoding="utf-8-sig", newline="")
            paths.append(path)
    return tuple(paths)
