"""Rows of an import and the account kept of them, table by table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from graph.errors import FieldIssue, LimitError, shown
from graph.vocabulary import Noun
from service.exchange.columns import RowReader
from service.exchange.reports import FileReport, RefusedRow
from service.exchange.tables import FileWarning

MOST_EXAMPLES: Final = 20
"""Warnings of one code that are told one by one for each table; further ones are counted."""

Values: TypeAlias = dict[str, Any]
Issues: TypeAlias = list[FieldIssue]


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table so far."""

    reader: RowReader
    most_refused: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    warnings: dict[tuple[str, str], list[FileWarning]] = field(
        default_factory=dict[tuple[str, str], list[FileWarning]]
    )
    further: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    @property
    def name(self) -> str:
        """What reports call the table."""
        return self.reader.table.name

    def refuse(self, line: int, cells: Sequence[str], issues: Iterable[FieldIssue]) -> None:
        """Refuse a row.

        Raises
        ------
        LimitError
            If so many rows are refused that the mapping must be wrong.

        """
        if len(self.refused) >= self.most_refused:
            raise LimitError("refused_rows", self.most_refused, f"more in {self.name}")
        told = tuple(self.reader.as_written(issues))
        self.refused.append(RefusedRow(line, tuple(cells), told))

    def warn(self, code: str, line: int, field_: str, value: str = "", **facts: str) -> None:
        """Note something to look at; beyond some examples it is only counted."""
        key = (code, field_)
        kept = self.warnings.setdefault(key, [])
        if len(kept) < MOST_EXAMPLES:
            header = self.reader.header_of(field_)
            kept.append(FileWarning(code, self.name, line, header, shown(value), 1, facts))
        else:
            self.further[key] = self.further.get(key, 0) + 1

    def report(self) -> FileReport:
        """Close the account."""
        table = self.reader.table
        refused = tuple(sorted(self.refused, key=lambda row: row.line))
        counts = (self.new, self.changed, self.unchanged)
        return FileReport(table.name, self.reader.kind, table.header, *counts, refused, table.form)

    def told(self) -> Iterator[FileWarning]:
        """Give the warnings; the last example of a kind carries the count of the further ones."""
        yield from self.reader.warnings
        for key, kept in self.warnings.items():
            yield from kept[:-1]
            yield replace(kept[-1], count=1 + self.further.get(key, 0))


@dataclass(slots=True)
class Row:
    """A row whose cells have been read.

    Parameters
    ----------
    line, cells
        Where it starts in the table, and what stands there.
    values, issues
        Values by field, and what is wrong so far.
    noun, id
        The record that it is about, once that is known.
    natural, copies
        Identifier by the natural key if the row states none, and how many rows of this key there
        are so far that differ in something else.

    """

    tally: Tally
    line: int
    cells: list[str]
    values: Values
    issues: Issues
    noun: Noun = Noun.CONTACT
    id: str = ""
    natural: str = ""
    copies: int = 1

    def derive_id(self, stated: str, natural: str) -> None:
        """Take the stated identifier, or else that of the natural key."""
        self.id, self.natural = stated or natural, "" if stated else natural

    def stand_beside(self) -> None:
        """Take the identifier of the next row of the same natural key."""
        self.copies += 1
        self.id = f"{self.natural}-{self.copies}"

    def note(self, issues: Iterable[FieldIssue]) -> None:
        """Note faults of columns of which nothing is known to be wrong yet."""
        reader = self.tally.reader
        named = {issue.field for issue in reader.as_written(self.issues)}
        self.issues += [issue for issue in issues if reader.header_of(issue.field) not in named]

    def refuse(self, *issues: FieldIssue) -> None:
        """Refuse the row for all that is wrong with it."""
        self.tally.refuse(self.line, self.cells, (*self.issues, *issues))

    def warn(self, code: str, field_: str, value: str = "", **facts: str) -> None:
        """Point at a field of the row."""
        self.tally.warn(code, self.line, field_, value, **facts)


FIRST_CHUNK: Final = 64
LATER_CHUNK: Final = 1_000
"""Rows taken at a time: few, so that they are gone before the garbage collector counts them as old;
many where each chunk asks the store for the records that it holds."""
