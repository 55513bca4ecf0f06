"""Reads tables from CSV files as people save them: any usual delimiter and encoding.

The file is streamed. A line that is too long, a NUL byte or a quotation mark that is never closed
refuses the file with the line where it happened.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from graph.errors import UnreadableFileError
from service.exchange.limits import Limits
from service.exchange.tables import USUAL_FORM, CsvForm, FileWarning, Row, is_blank

DELIMITERS: Final = (",", ";", "\t", "|")
LINE_ENDS: Final = ("\r\n", "\n", "\r")
CHUNK: Final = 2**20
_SEP_LINE: Final = re.compile(r'"?sep=(?P<sign>.)"?\s*', re.IGNORECASE)
_NUL_SHARE: Final = 0.2
"""Share of NUL bytes on one side of each pair from which a text is taken for UTF-16."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file whose encoding, delimiter and header are known."""

    path: Path
    name: str
    encoding: str
    form: CsvForm
    header: tuple[str, ...]
    lines_before: int
    limits: Limits
    size: int
    warnings: tuple[FileWarning, ...] = ()

    def open(self) -> "CsvReading":
        """Start to read the rows after the header."""
        reading = CsvReading(self.path, self.name, self.encoding, self.limits)
        reading.skip(self.lines_before)
        reading.split_by(self.form.delimiter)
        next(reading.records)
        return reading


class CsvReading:
    """Lines and records of one open CSV file."""

    def __init__(self, path: Path, name: str, encoding: str, limits: Limits) -> None:
        self._raw = path.open("rb")
        self._text = TextIOWrapper(self._raw, encoding=encoding, newline="")
        self._name = name
        self._limits = limits
        self._lines = self._physical_lines()
        self._line = 0
        self.records: Iterator[Row] = iter(())

    def skip(self, lines: int) -> None:
        """Pass over lines that are no part of the table."""
        for _ in range(lines):
            next(self._lines, "")

    def first_line(self) -> str:
        """Give the next line that holds something; empty at the end."""
        return next((line for line in self._lines if line.strip()), "")

    def header(self) -> tuple[str, int]:
        """Give the next line that holds something, quoted line ends included, and what is before.

        The second value is the number of lines before it.
        """
        line = self.first_line()
        before = self._line - 1
        while line.count('"') % 2 and len(line) < self._limits.line_chars:
            more = next(self._lines, "")
            if not more:
                break
            line += more
        return line, before

    def split_by(self, delimiter: str) -> None:
        """Say how the following lines are split; ``records`` gives them."""
        self.records = self._split(delimiter)

    def _physical_lines(self) -> Iterator[str]:
        longest = self._limits.line_chars
        read = self._text.readline
        try:
            while line := read(longest + 1):
                self._line += 1
                if len(line) > longest:
                    raise self._refusal("line-too-long", longest=longest)
                if "\0" in line:
                    raise self._refusal("nul-bytes")
                yield line
        except UnicodeDecodeError as error:
            raise self._refusal("unknown-encoding", encoding=error.encoding) from error

    def _split(self, delimiter: str) -> Iterator[Row]:
        rows = csv.reader(self._lines, delimiter=delimiter, strict=True)
        first = self._line + 1
        try:
            for cells in rows:
                if not is_blank(cells):
                    yield first, cells
                first = self._line + 1
        except csv.Error as error:
            self._line = first
            reason = "field-too-long" if "limit" in str(error) else "quotes"
            raise self._refusal(reason) from error

    def _refusal(self, reason: str, **facts: str | int) -> UnreadableFileError:
        return UnreadableFileError(self._name, reason, line=self._line, **facts)

    def __iter__(self) -> Iterator[Row]:
        return self.records

    def done(self) -> int:
        """Count the bytes read so far."""
        return self._raw.tell()

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()


def open_csv(
    path: Path, name: str, limits: Limits, *, delimiter: str = "", encoding: str = ""
) -> CsvTable:
    """Look at a CSV file: how it is encoded and split, and what its header says.

    Parameters
    ----------
    name
        What reports call the file.
    delimiter, encoding
        As the mapping states them; empty: found out. A file that begins with the mark of UTF-8 is
        UTF-8 all the same: so are the files of refused rows.

    Raises
    ------
    UnreadableFileError
        If it is empty, too large, binary, or has no sound header.

    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(name, "empty")
    if size > limits.file_bytes:
        raise UnreadableFileError(name, "file-too-large", most=limits.file_bytes)
    if encoding and not _is_marked(path):
        is_guess = False
    else:
        encoding, is_guess = _encoding(path, name)
    warnings = (FileWarning("encoding-guessed", name, value=encoding),) if is_guess else ()
    try:
        reading = CsvReading(path, name, encoding, limits)
    except LookupError as error:
        raise UnreadableFileError(name, "unknown-encoding", encoding=encoding) from error
    try:
        line, before = reading.header()
        told = _SEP_LINE.fullmatch(line)
        if told:
            line, before = reading.header()
        form = CsvForm(
            delimiter or (told["sign"] if told else _delimiter(line)),
            next((end for end in LINE_ENDS if line.endswith(end)), USUAL_FORM.line_end),
        )
    finally:
        reading.close()
    reading = CsvReading(path, name, encoding, limits)
    try:
        reading.skip(before)
        reading.split_by(form.delimiter)
        _, cells = next(reading.records, (0, []))
    finally:
        reading.close()
    header = checked_header(name, cells, limits)
    return CsvTable(path, name, encoding, form, header, before, limits, size, warnings)


def checked_header(name: str, cells: list[str], limits: Limits) -> tuple[str, ...]:
    """Take a row as a header: named columns, none twice.

    Raises
    ------
    UnreadableFileError
        If there are no names, too many, or two that are equal.

    """
    header = [cell.strip().lstrip("\ufeff") for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableFileError(name, "empty")
    if len(header) > limits.columns:
        raise UnreadableFileError(
            name, "too-many-columns", most=limits.columns, columns=len(header)
        )
    seen: set[str] = set()
    for column in header:
        if column and column.casefold() in seen:
            raise UnreadableFileError(name, "duplicate-header", column=column[:80])
        seen.add(column.casefold())
    return tuple(header)


def _delimiter(line: str) -> str:
    """Take the sign that splits the header most often, outside of quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _is_marked(path: Path) -> bool:
    """Tell whether a file begins with the mark of UTF-8."""
    with path.open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


def _encoding(path: Path, name: str) -> tuple[str, bool]:
    """Find the encoding; the second value tells whether it is a guess."""
    with path.open("rb") as file:
        start = file.read(2**16)
        if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise UnreadableFileError(name, "not-csv")
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding, False
        if b"\0" in start:
            return _wide_encoding(start, name), True
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = start
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", True
    return "utf-8", False


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _wide_encoding(start: bytes, name: str) -> str:
    """Tell UTF-16 without a mark from a binary file: its NULs stand all on one side."""
    pairs = max(len(start) // 2, 1)
    even, odd = start[::2].count(0) / pairs, start[1::2].count(0) / pairs
    if odd > _NUL_SHARE and even == 0:
        return "utf-16-le"
    if even > _NUL_SHARE and odd == 0:
        return "utf-16-be"
    raise UnreadableFileError(name, "nul-bytes", line=start[: start.index(0)].count(b"\n") + 1)
