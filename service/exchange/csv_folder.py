"""Writes tables in our own format: a folder of CSV files, or one zip of them, as a stream."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Final, Protocol, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from service.exchange.cells import guarded
from service.exchange.layout import FileKind

ENDING: Final = ".csv"
PIECE: Final = 500
"""Rows after which a stream hands on what it has."""

Rows: TypeAlias = tuple[Sequence[str], Iterable[Sequence[str]]]
"""A header and what stands below it."""
Table: TypeAlias = tuple[FileKind, Callable[[], Rows]]
"""What a table holds, and the function that looks for it once its file is open."""


def write_folder(folder: Path, tables: Iterable[Table]) -> dict[FileKind, int]:
    """Write tables into a folder, a file each; what stands there under the name is replaced.

    Returns
    -------
    dict[FileKind, int]
        Rows of each table.

    """
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[FileKind, int] = {}
    for kind, find in tables:
        with (folder / f"{kind}{ENDING}").open("w", encoding="utf-8-sig", newline="") as text:
            counts[kind] = sum(_written(text, *find()))
    return counts


def zipped(tables: Iterable[Table], counts: dict[FileKind, int]) -> Iterator[bytes]:
    """Pack tables into a zip and give it piece by piece, so that no memory holds it as a whole.

    Parameters
    ----------
    tables
        One file each.
    counts
        Gets the rows of each table.

    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for kind, find in tables:
            with (
                archive.open(f"{kind}{ENDING}", "w") as file,
                TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
            ):
                yield from sink.take()  # before the rows are looked for: a reader hears from us
                counts[kind] = 0
                for rows in _written(text, *find()):
                    counts[kind] += rows
                    yield from sink.take()
    yield from sink.take()


class _Sink(RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """Tell that it can be written to; it can neither be read nor searched."""
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        """Keep a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> Iterator[bytes]:
        """Give what has come since the last time, if anything has."""
        whole = b"".join(self._pieces)
        self._pieces.clear()
        if whole:
            yield whole


class _Text(Protocol):
    def write(self, text: str, /) -> object: ...


def _written(text: _Text, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[int]:
    """Write rows, with cells that a spreadsheet would take for formulas guarded.

    Yields
    ------
    int
        Rows written since the last time.

    """
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    count = 0
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        count += 1
        if count == PIECE:
            yield count
            count = 0
    yield count
