"""A source to import: folders, CSV files or a workbook, taken apart into tables of our kinds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.errors import UnreadableFileError
from service.exchange.columns import RowReader
from service.exchange.csv_tables import open_csv
from service.exchange.layout import FileKind, kind_of_header, kind_of_name, stem_of
from service.exchange.limits import STANDARD, Limits
from service.exchange.mapping import OUR_OWN, Mapping
from service.exchange.tables import USUAL_FORM, CsvForm, FileWarning, Table
from service.exchange.workbooks import SheetTable, open_workbook

CSV_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt"})
WORKBOOK_ENDINGS: Final = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Source:
    """Tables to import, in the order of their kinds, with their columns bound to our fields."""

    readers: tuple[RowReader, ...]
    warnings: tuple[FileWarning, ...] = ()
    limits: Limits = STANDARD

    def of(self, kind: FileKind) -> tuple[RowReader, ...]:
        """Give the tables of one kind."""
        return tuple(reader for reader in self.readers if reader.kind is kind)

    @property
    def size(self) -> int:
        """How much there is to read, in units that only their share has a meaning of."""
        return sum(reader.table.size for reader in self.readers)


def read_source(
    paths: Path | Sequence[Path],
    mapping: Mapping = OUR_OWN,
    *,
    limits: Limits = STANDARD,
    names: Sequence[str] = (),
) -> Source:
    """Open folders, CSV files and workbooks and find out what their tables are.

    A table is told by its name (``partners.csv``, sheet ``Mitra``), by the mapping, or by its
    columns if they leave no doubt. In a folder other files are left alone; other CSV files and
    sheets are left out with a warning.

    Parameters
    ----------
    paths
        What to read.
    names
        What reports call the files, if their paths say nothing (an upload); as many as paths.

    Raises
    ------
    UnreadableFileError
        If a file cannot be read, or there is nothing to import.
    InvalidRecordError
        If the mapping names a column that is not there.

    """
    listed = [paths] if isinstance(paths, Path) else list(paths)
    called = dict(zip(listed, names, strict=True)) if names else {}
    readers: list[RowReader] = []
    warnings: list[FileWarning] = []
    for path in listed:
        if path.is_dir():
            for inner in sorted(path.iterdir()):
                if inner.suffix.casefold() in CSV_ENDINGS | WORKBOOK_ENDINGS and inner.is_file():
                    _open(inner, inner.name, mapping, limits, readers, warnings, sure=False)
        else:
            name = called.get(path, path.name)
            _open(path, name, mapping, limits, readers, warnings, sure=True)
    if not readers:
        name = ", ".join(called.get(path, path.name) for path in listed[:3])
        raise UnreadableFileError(name, "nothing-to-import")
    order = list(FileKind)
    readers.sort(key=lambda reader: order.index(reader.kind))  # stable: otherwise as given
    return Source(tuple(readers), tuple(warnings), limits)


def _open(
    path: Path,
    name: str,
    mapping: Mapping,
    limits: Limits,
    readers: list[RowReader],
    warnings: list[FileWarning],
    *,
    sure: bool,
) -> None:
    """Open one file; ``sure``: it was named, so it must be something that we know."""
    if not path.is_file():
        raise UnreadableFileError(name, "not-there")
    ending = Path(name).suffix.casefold()
    tables: Iterable[tuple[str, Table]]
    if ending in WORKBOOK_ENDINGS:
        tables = open_workbook(path, name, limits).items()
        sure = False
    elif ending in CSV_ENDINGS:
        kind = _kind(name, (), mapping)
        if kind is None and not sure:
            warnings.append(FileWarning("file-not-read", name))
            return
        part = mapping.of(kind) if kind else OUR_OWN.partners
        table = open_csv(path, name, limits, delimiter=part.delimiter, encoding=part.encoding)
        tables = [(name, table)]
    else:
        raise UnreadableFileError(name, "unknown-format")
    for title, found in tables:
        table, kind = found, _kind(title, found.header, mapping)
        if kind is not None:
            if isinstance(table, SheetTable):  # its refused rows come back under the same mapping
                table = replace(
                    table, form=CsvForm(mapping.of(kind).delimiter or USUAL_FORM.delimiter)
                )
            readers.append(RowReader(table, kind, mapping.of(kind)))
        elif sure:
            raise UnreadableFileError(name, "unknown-table", columns=", ".join(table.header)[:200])
        else:
            warnings.append(FileWarning("file-not-read", table.name))


def _kind(name: str, header: tuple[str, ...], mapping: Mapping) -> FileKind | None:
    stem = Path(name).stem if Path(name).suffix.casefold() in CSV_ENDINGS else name
    plain = stem_of(stem).casefold()
    for kind in FileKind:
        file = mapping.of(kind).file
        if file and plain in (file.casefold(), Path(file).stem.casefold()):
            return kind
    return kind_of_name(stem) or (kind_of_header(header) if header else None)
