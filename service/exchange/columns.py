"""Binds the columns of a table to our fields and reads its rows."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.records.names import fold
from service.exchange.cells import CellError, Convert, bare, split_list
from service.exchange.layout import (
    PREFIXED,
    REPORT_COLUMNS,
    WITHOUT_PREFIXED,
    Blank,
    Column,
    FileKind,
    columns_of,
    names_of,
)
from service.exchange.mapping import REST, FileMapping, Plain, Scale, column_for, plain_text
from service.exchange.tables import FileWarning, Table

T = TypeVar("T")

_NOTHING: Final = object()
CACHED_WORDS: Final = 4_096
"""Different cells of a column whose values are remembered."""


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """One of our fields, where it stands in a table, and how its cells are read.

    Parameters
    ----------
    places
        Places of its columns; none: the field has a constant only.
    convert
        Reads a bare, non-empty text; ``None``: it stays a text.
    empty
        Value of an empty cell; ``_NOTHING``: the field is left out.

    """

    field: str
    header: str
    places: tuple[int, ...]
    convert: Convert | None
    empty: Any


class RowReader:
    """Reads the rows of one table into values by field.

    Parameters
    ----------
    table
        The table; its header decides which fields its rows state.
    kind
        What the rows are.
    mapping
        How foreign columns and values are read.

    Raises
    ------
    InvalidRecordError
        If the mapping names a column that the table does not have.

    """

    def __init__(self, table: Table, kind: FileKind, mapping: FileMapping) -> None:
        self.table = table
        self.kind = kind
        self.mapping = mapping
        self.warnings: list[FileWarning] = list(table.warnings)
        self._width = len(table.header)
        self._columns = self._bind()
        self._single = [
            (column.field, column.places[0], column.convert, column.empty)
            for column in self._columns
            if len(column.places) == 1 and "." not in column.field
        ]
        self._rest = [
            column for column in self._columns if len(column.places) != 1 or "." in column.field
        ]
        self.fields = frozenset(column.field.partition(".")[0] for column in self._columns)
        """Fields that the rows of this table state."""
        self._headers = {column.field: column.header for column in self._columns}

    # ------------------------------------------------------------------ binding

    def _bind(self) -> list[BoundColumn]:
        header = self.table.header
        places = {fold(name) or name: place for place, name in enumerate(header) if name}
        free = dict(places)
        for name in (*self.mapping.ignore, *REPORT_COLUMNS):
            free.pop(fold(name) or name, None)
        bound: dict[str, BoundColumn] = {}
        for field, names in self.mapping.columns.items():
            wanted = [names] if isinstance(names, str) else names
            found = tuple(self._place(places, field, name) for name in wanted)
            column = _sure(self.kind, field)
            bound[column.field] = self._bound(column, found)
            for name in wanted:
                free.pop(fold(name) or name, None)
        for place in free.values():
            column = self._own_column(header[place])
            if column is not None and column.field not in bound:
                bound[column.field] = self._bound(column, (place,))
            else:
                self.warnings.append(
                    FileWarning("unknown-column", self.table.name, field=shown(header[place]))
                )
        for field in self.mapping.constants:
            column = _sure(self.kind, field)
            if column.field not in bound:
                bound[column.field] = self._bound(column, ())
        return list(bound.values())

    def _place(self, places: dict[str, int], field: str, name: str) -> int:
        place = places.get(fold(name) or name)
        if place is None:
            issue = FieldIssue(
                f"{self.kind}.columns.{field}",
                "unknown-column",
                shown(name),
                {"file": self.table.name, "known": ", ".join(self.table.header)[:500]},
            )
            raise InvalidRecordError("mapping", self.table.name, [issue])
        return place

    def _own_column(self, name: str) -> Column | None:
        found = names_of(self.kind).get(fold(name))
        if found is not None or self.kind in WITHOUT_PREFIXED:
            return found
        prefix, _, rest = name.partition(".")
        if prefix.casefold() in PREFIXED and rest:
            return Column(f"{prefix.casefold()}.{rest}", (name,))
        return Column(f"fields.{name}", (name,)) if self.mapping.keep_others else None

    def _bound(self, column: Column, places: tuple[int, ...]) -> BoundColumn:
        field = column.field
        values = _by_field(self.kind, self.mapping.values, field)
        constant = _by_field(self.kind, self.mapping.constants, field)
        own = _lister(";") if column.is_list else column.convert
        convert = _lister(self.mapping.list_separator) if column.is_list else own
        scale = _by_field(self.kind, self.mapping.scales, field)
        if scale is not None:
            convert = _scaled(convert, scale)
        if prefix := _by_field(self.kind, self.mapping.prefixes, field):
            convert = _prefixed(convert, prefix)
        empty: Any = _NOTHING if column.blank is Blank.SAYS_NOTHING else column.empty
        if constant is not None and plain_text(constant):
            # A constant is in our words and on our scale already, as a table's values are.
            empty = own(plain_text(constant)) if own else plain_text(constant)
        if values is not None:
            convert = _translated(convert, own, values, empty)
        elif column.words is not None and convert is not None:
            convert = _remembered(convert)
        headers = [self.table.header[place] for place in places]
        return BoundColumn(field, ", ".join(headers) or column.name, places, convert, empty)

    # ------------------------------------------------------------------ reading

    def read(self, cells: list[str]) -> tuple[dict[str, Any], list[FieldIssue]]:
        """Read a row: values by field, and what is wrong with its cells."""
        values: dict[str, Any] = {}
        issues: list[FieldIssue] = []
        if len(cells) != self._width:
            cells = self._fitted(cells, issues)
        for field, place, convert, empty in self._single:
            text = cells[place].strip()
            if text:
                if text[0] == "'":
                    text = bare(text)
                if convert is None:
                    values[field] = text
                    continue
                try:
                    value = convert(text)
                except CellError as error:
                    issues.append(self._issue(field, error, text))
                    value = empty
            else:
                value = empty
            if value is not _NOTHING:
                values[field] = value
        for column in self._rest:
            self._read_rest(column, cells, values, issues)
        return values, issues

    def _fitted(self, cells: list[str], issues: list[FieldIssue]) -> list[str]:
        """Fill a short row up; a row that is longer than the header was split wrongly."""
        extra = [cell for cell in cells[self._width :] if cell.strip()]
        if extra:
            facts = {"columns": str(self._width), "cells": str(len(cells))}
            issues.append(FieldIssue("row", "too-many-cells", shown(extra[0]), facts))
        return [*cells[: self._width], *[""] * (self._width - len(cells))]

    def _read_rest(
        self,
        column: BoundColumn,
        cells: list[str],
        values: dict[str, Any],
        issues: list[FieldIssue],
    ) -> None:
        """Read constants, lists from several columns, parts of a field and custom fields."""
        texts = [text for place in column.places if (text := bare(cells[place]))]
        value = column.empty
        if texts:
            try:
                parts = [column.convert(text) if column.convert else text for text in texts]
            except CellError as error:
                issues.append(self._issue(column.field, error, texts[0]))
                parts = []
            if len(column.places) == 1:
                value = parts[0] if parts else column.empty
            else:
                value = tuple(dict.fromkeys(entry for part in parts for entry in part))
        prefix, _, name = column.field.partition(".")
        if name:
            values.setdefault(prefix, {})[name] = value
        elif value is not _NOTHING:
            values[column.field] = value

    def _issue(self, field: str, error: CellError, text: str) -> FieldIssue:
        return FieldIssue(self._headers.get(field, field), error.code, shown(text), error.facts)

    def as_written(self, issues: Iterable[FieldIssue]) -> list[FieldIssue]:
        """Name the fields of issues as the file does."""
        return [
            FieldIssue(self.header_of(issue.field), issue.code, issue.value, issue.facts)
            for issue in issues
        ]

    def header_of(self, field: str) -> str:
        """Give the column, as the file calls it, in which a field stands."""
        if field in self._headers:
            return self._headers[field]
        base = field.partition("[")[0]
        column = columns_of(self.kind).get(base)
        return self._headers.get(base) or (column.name if column else field)


def _sure(kind: FileKind, field: str) -> Column:
    column = column_for(kind, field)
    if column is None:  # the mapping was checked when it was read
        raise KeyError(field)
    return column


def _by_field(kind: FileKind, entries: MappingOf[str, T], field: str) -> T | None:
    """Look a field up under its own name or the one that our files use."""
    if field in entries:
        return entries[field]
    column = columns_of(kind).get(field)
    return entries.get(column.name) if column else None


def _lister(separator: str) -> Convert:
    def read(text: str) -> tuple[str, ...]:
        return split_list(text, separator)

    return read


def _scaled(convert: Convert | None, scale: Scale) -> Convert:
    def read(text: str) -> float:
        return scale.apply(convert(text) if convert else float(text))

    return _remembered(read)


def _prefixed(convert: Convert | None, prefix: str) -> Convert:
    def read(text: str) -> object:
        value = convert(text) if convert else text
        if isinstance(value, tuple):
            return tuple(prefix + entry for entry in value)
        return prefix + str(value)

    return read


def _translated(
    convert: Convert | None, own: Convert | None, values: dict[str, Plain], empty: object
) -> Convert:
    """Look words up in a table of values, whatever their case; others are read as they are."""
    table = {word.strip().casefold(): plain_text(value) for word, value in values.items()}
    rest = table.pop(REST, None)

    def read(text: str) -> object:
        ours = table.get(text.casefold(), rest)
        if ours is None:
            return convert(text) if convert else text
        if not ours:
            return empty
        return own(ours) if own else ours

    return _remembered(read)


def _remembered(convert: Convert) -> Convert:
    """Remember the values of the first different cells; what a file repeats is read once."""
    known: dict[str, object] = {}

    def read(text: str) -> object:
        if text in known:
            return known[text]
        value = convert(text)
        if len(known) < CACHED_WORDS:
            known[text] = value
        return value

    return read
