"""Writes tables in our own format: a folder of CSV files, or one zip of them."""

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self
from zipfile import ZIP_DEFLATED, ZipFile

from service.exchange.cells import guarded
from service.exchange.layout import FileKind

ENDING: Final = ".csv"


class TableWriter(Protocol):
    """Takes whole tables, one after the other."""

    def write(self, kind: FileKind, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a table; give the number of its rows."""
        ...


class CsvFolder:
    """A folder that gets one file for each table; what stands there under the name is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, kind: FileKind, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a table; give the number of its rows."""
        with (self._folder / f"{kind}{ENDING}").open("w", encoding="utf-8-sig", newline="") as text:
            return _write(text, header, rows)


class CsvZip:
    """A zip that gets one file for each table; used as a context."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def write(self, kind: FileKind, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a table; give the number of its rows."""
        with (
            self._zip.open(f"{kind}{ENDING}", "w") as file,
            TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
        ):
            return _write(text, header, rows)


class _Text(Protocol):
    def write(self, text: str, /) -> object: ...


def _write(text: _Text, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write rows, with cells that a spreadsheet would take for formulas guarded."""
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    count = 0
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        count += 1
    return count
