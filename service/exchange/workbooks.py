"""Reads tables from XLSX workbooks, after a look that bounds what reading them may cost.

A workbook is a zip of XML files. Before anything is parsed, every part is unpacked once in pieces
and measured: its true size, whether it declares entities, and the furthest cell of each sheet,
for a reader makes room up to there.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from graph.errors import UnreadableFileError
from service.exchange.csv_tables import checked_header
from service.exchange.limits import Limits
from service.exchange.tables import USUAL_FORM, CsvForm, FileWarning, Row, is_blank

CHUNK: Final = 2**18
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_ENCRYPTED: Final = 0x1
_ENTITIES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TOKEN: Final = re.compile(
    rb"""<(?:\w+:)?(?:(?P<row>row)|(?P<cell>c))(?=[\s>/])"""
    rb"""|[\s"']r\s*=\s*["'](?P<letters>[A-Za-z]*)(?P<digits>[0-9]*)(?P<rest>[^"'<]?)"""
)
"""A row, a cell, or where one of them says that it stands."""
_LONGEST_LETTERS: Final = 3
_LONGEST_DIGITS: Final = 7
_LONGEST_TAG: Final = 4 * 2**20
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DAMAGES: Final = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,  # a stated offset before the beginning of the file
    ValueError,
)
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a workbook, loaded."""

    path: Path
    name: str
    sheet: CalamineSheet
    header: tuple[str, ...]
    header_line: int
    size: int
    form: CsvForm = USUAL_FORM
    warnings: tuple[FileWarning, ...] = ()

    def open(self) -> "SheetReading":
        """Start to read the rows after the header."""
        return SheetReading(self.sheet, self.name, self.header_line)


class SheetReading:
    """Rows of a loaded sheet, as text."""

    def __init__(self, sheet: CalamineSheet, name: str, header_line: int) -> None:
        self._sheet = sheet
        self._name = name
        self._header_line = header_line
        self._line = 0

    def __iter__(self) -> Iterator[Row]:
        return self.from_row(self._header_line)

    def from_row(self, after: int) -> Iterator[Row]:
        """Give the rows that stand below a row."""
        first = (self._sheet.start or (0, 0))[0]
        rows = enumerate(self._sheet.iter_rows(), start=first + 1)
        while True:
            with _whole(self._name):
                line, values = next(rows, (0, []))
            if not line:
                return
            self._line = line
            if line > after:
                cells = [as_text(value) for value in values]
                if not is_blank(cells):
                    yield line, cells

    def done(self) -> int:
        """Count the rows read so far."""
        return self._line

    def close(self) -> None:
        """Nothing is held that the table does not hold."""


def open_workbook(path: Path, name: str, limits: Limits) -> dict[str, SheetTable]:
    """Open the sheets of a workbook, by the names on their tabs; empty sheets are left out.

    Raises
    ------
    UnreadableFileError
        If it is no workbook, is protected, or would take more room than the limits allow.

    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(name, "empty")
    if size > limits.file_bytes:
        raise UnreadableFileError(name, "file-too-large", most=limits.file_bytes)
    Inspection(path, name, limits).run()
    tables: dict[str, SheetTable] = {}
    with _whole(name):
        workbook = CalamineWorkbook.from_path(path)
        for title in workbook.sheet_names:
            table = _sheet_table(path, f"{name}/{title}", workbook, title, limits)
            if table is not None:
                tables[title] = table
    if not tables:
        raise UnreadableFileError(name, "empty")
    return tables


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Refuse a workbook that the reader gives up on."""
    try:
        yield
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFileError(name, "damaged-workbook") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust; it is no Exception
            raise
        raise UnreadableFileError(name, "damaged-workbook") from error


def _sheet_table(
    path: Path, name: str, workbook: CalamineWorkbook, title: str, limits: Limits
) -> SheetTable | None:
    sheet = workbook.get_sheet_by_name(title)
    if sheet.start is None:
        return None
    line, cells = next(SheetReading(sheet, name, 0).from_row(0), (0, []))
    if not line:
        return None
    header = checked_header(name, cells, limits)
    return SheetTable(path, name, sheet, header, line, sheet.total_height)


class Inspection:
    """Unpacks every part of a workbook once, in pieces, and refuses what is not bounded."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._path = path
        self._name = name
        self._limits = limits
        self._unpacked = 0
        self._cells = 0

    def run(self) -> None:
        """Look at all parts.

        Raises
        ------
        UnreadableFileError
            At the first thing that breaks a limit.

        """
        try:
            with ZipFile(self._path) as archive:
                parts = archive.infolist()
                if len(parts) > self._limits.parts:
                    raise self._refusal("too-many-parts", most=self._limits.parts)
                if "xl/workbook.xml" not in archive.namelist():
                    raise self._refusal("not-a-workbook")
                for part in parts:
                    self._look_into(part)
        except _DAMAGES as error:
            raise self._refusal("damaged-workbook") from error

    def _look_into(self, part: ZipInfo) -> None:
        if part.flag_bits & _ENCRYPTED:
            raise self._refusal("protected-workbook")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._refusal("damaged-workbook")
        extent = Extent()
        text = b""
        # Every part is looked at as if it were a sheet: any name may be one.
        for piece in self._unpack(part):
            if not text and piece.startswith(_WIDE) and part.filename.endswith((".xml", ".rels")):
                raise self._refusal("damaged-workbook")
            text += piece
            whole = text.rfind(b"<")  # what stands before is not cut through
            self._look_at(text[:whole] if whole > 0 else b"", extent)
            text = text[max(whole, 0) :]
            if len(text) > _LONGEST_TAG:
                raise self._refusal("damaged-workbook")
        self._look_at(text, extent)
        self._cells += extent.cells

    def _look_at(self, text: bytes, extent: "Extent") -> None:
        if _ENTITIES.search(text):
            raise self._refusal("xml-entities")
        if not extent.take(text):
            raise self._refusal("damaged-workbook")
        if extent.columns > self._limits.columns:
            raise self._refusal(
                "too-many-columns", most=self._limits.columns, columns=extent.columns
            )
        if self._cells + extent.cells > self._limits.cells:
            raise self._refusal("too-many-cells", most=self._limits.cells)

    def _unpack(self, part: ZipInfo) -> Iterator[bytes]:
        """Unpack a part without trusting the sizes that the archive states."""
        with self._path.open("rb") as file:
            file.seek(part.header_offset)
            _, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
            file.seek(name_length + extra_length, 1)
            left = part.compress_size
            inflate = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
            while left > 0:
                packed = file.read(min(CHUNK, left))
                if not packed:
                    raise EOFError
                left -= len(packed)
                while packed:
                    piece = inflate.decompress(packed, CHUNK) if inflate else packed
                    packed = inflate.unconsumed_tail if inflate else b""
                    self._unpacked += len(piece)
                    if self._unpacked > self._limits.unpacked_bytes:
                        raise self._refusal("zip-bomb", most=self._limits.unpacked_bytes)
                    if piece:
                        yield piece

    def _refusal(self, reason: str, **facts: int) -> UnreadableFileError:
        return UnreadableFileError(self._name, reason, **facts)


class Extent:
    """The furthest row and column of a sheet, stated or counted as a reader counts them."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._row = 0
        self._column = 0
        self._known: dict[bytes, int] = {b"": 0}

    @property
    def cells(self) -> int:
        """Cells for which a reader makes room."""
        return self.rows * self.columns

    def take(self, text: bytes) -> bool:
        """Look at XML that is not cut through a tag; false if a place in it is no place."""
        for row, cell, letters, digits, rest in _TOKEN.findall(text):
            if row:
                self._row += 1
                self._column = 0
            elif cell:
                self._column += 1
            elif rest or len(letters) > _LONGEST_LETTERS or len(digits) > _LONGEST_DIGITS:
                if rest != b"&" and not (letters and digits):
                    continue  # an attribute of another meaning
                return False
            else:
                self._row = int(digits or 0) or self._row
                self._column = self._columns(letters) or self._column
            self.rows = max(self.rows, self._row)
            self.columns = max(self.columns, self._column)
        return True

    def _columns(self, letters: bytes) -> int:
        if letters not in self._known:
            self._known[letters] = _column_number(letters)
        return self._known[letters]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def as_text(value: object) -> str:
    """Write a cell of a workbook as somebody would have typed it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
