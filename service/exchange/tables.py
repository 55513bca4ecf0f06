"""A table as it stands in a file: a header and rows of text, whatever the format."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

Row: TypeAlias = tuple[int, list[str]]
"""The physical line (or sheet row) on which a record starts, and its cells."""


@dataclass(frozen=True, slots=True)
class FileWarning:
    """Something in the files that a person should look at; nothing was refused for it.

    Parameters
    ----------
    code
        Key of the sentence, such as ``unknown-column``.
    file
        Where: a file, or a workbook and its sheet.
    line
        First line that it is about; 0 when it is about the whole file.
    field
        Column, as the file calls it.
    value
        An example.
    count
        How many times it came up in the file.
    facts
        Further values for the sentence.

    """

    code: str
    file: str
    line: int = 0
    field: str = ""
    value: str = ""
    count: int = 1
    facts: dict[str, str] = dataclasses.field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written, so that what comes back from it opens in the same program."""

    delimiter: str = ","
    line_end: str = "\r\n"


USUAL_FORM: Final = CsvForm()
"""As programs write that follow RFC 4180."""


class Table(Protocol):
    """A header and its rows; may be read more than once."""

    @property
    def name(self) -> str:
        """What reports call it: the file, with the sheet if it is a workbook."""
        ...

    @property
    def path(self) -> Path:
        """The file it stands in."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns, as written."""
        ...

    @property
    def form(self) -> CsvForm:
        """How files that go back to its owner are written."""
        ...

    @property
    def warnings(self) -> tuple[FileWarning, ...]:
        """What had to be guessed to read it."""
        ...

    @property
    def size(self) -> int:
        """How much there is to read, in units of :meth:`Reading.done`."""
        ...

    def open(self) -> "Reading":
        """Start to read the rows."""
        ...


class Reading(Protocol):
    """Rows of a table, one after the other; blank ones are left out."""

    def __iter__(self) -> Iterator[Row]:
        """Give the rows."""
        ...

    def done(self) -> int:
        """How much has been read so far."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def is_blank(cells: list[str]) -> bool:
    """Tell whether nothing stands in a row."""
    return not "".join(cells).strip()
