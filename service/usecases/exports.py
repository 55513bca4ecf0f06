"""Exports: a network, or what holds of it on a day, as files in our own format.

What is exported can be imported again: into the same network it changes nothing, into an empty one
it gives the same records. The change log, authors and versions stay behind; a backup keeps them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from graph.ports import RecordStore
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.stored import AnyRecord
from graph.records.ties import Tie
from graph.vocabulary import NetworkId, Noun, UserId
from service.exchange.cells import join_list, written
from service.exchange.csv_folder import Rows, Table, write_folder, zipped
from service.exchange.layout import LAYOUT, PREFIXED, WITHOUT_PREFIXED, FileKind

PAGE: Final = 500

_NOUNS: Final[Mapping[FileKind, tuple[Noun, ...]]] = {
    FileKind.TIE_TYPES: (Noun.TIE_TYPE,),
    FileKind.PARTNERS: (Noun.PARTNER,),
    FileKind.CONTACTS: (Noun.CONTACT,),
    FileKind.ALIASES: (Noun.PARTNER, Noun.CONTACT),
    FileKind.RELATIONSHIPS: (Noun.POSITION, Noun.TIE),
    FileKind.INTERACTIONS: (Noun.INTERACTION,),
    FileKind.NOTES: (Noun.NOTE,),
}
_ELSEWHERE: Final[Mapping[FileKind, frozenset[str]]] = {
    # Names may hold any sign, so they have a file of their own; positions stand in relationships.
    FileKind.PARTNERS: frozenset({"aliases"}),
    FileKind.CONTACTS: frozenset({"aliases", "partner_id", "title", "since", "until"}),
}


def export_csv(
    store: RecordStore,
    network_id: NetworkId,
    target: Path,
    *,
    reader: UserId,
    as_of: int | None = None,
) -> dict[FileKind, int]:
    """Write the records in use as CSV files.

    Parameters
    ----------
    target
        A folder, or a file whose name ends with ``.zip``.
    reader
        Others' private notes are left out.
    as_of
        Epoch day: only the positions and ties that hold on it, and the interactions until then.

    Returns
    -------
    dict[FileKind, int]
        Rows of each file; kinds without rows get no file.

    Raises
    ------
    UnknownNetworkError

    """
    counts: dict[FileKind, int] = {}
    if target.suffix.casefold() == ".zip":
        pieces = stream_csv(store, network_id, reader=reader, as_of=as_of, counts=counts)
        with target.open("wb") as file:
            file.writelines(pieces)
        return counts
    store.load_network(network_id)
    return write_folder(target, _tables(_Records(store, network_id, reader, as_of)))


def stream_csv(
    store: RecordStore,
    network_id: NetworkId,
    *,
    reader: UserId,
    as_of: int | None = None,
    counts: dict[FileKind, int] | None = None,
) -> Iterator[bytes]:
    """Give the records in use as a zip of CSV files, piece by piece while they are read.

    Parameters
    ----------
    reader, as_of
        As for :func:`export_csv`.
    counts
        Gets the rows of each file.

    Raises
    ------
    UnknownNetworkError
        Before the first piece.

    """
    store.load_network(network_id)
    tables = _tables(_Records(store, network_id, reader, as_of))
    return zipped(tables, {} if counts is None else counts)


def _tables(records: "_Records") -> Iterator[Table]:
    """Give the kinds of which there is something; their records are read once they are written."""
    for kind in FileKind:
        if next(records.of(kind), None) is not None:
            yield kind, partial(_rows, kind, records)


def _rows(kind: FileKind, records: "_Records") -> Rows:
    fields, header = _columns(kind, records)
    if kind is FileKind.ALIASES:
        return header, (row for record in records.of(kind) for row in _aliases(record))
    return header, (_row(record, fields) for record in records.of(kind))


class _Records:
    """Pages through the records of a network, as one reader, perhaps as of a day."""

    def __init__(
        self, store: RecordStore, network_id: NetworkId, reader: UserId, as_of: int | None
    ) -> None:
        self._store = store
        self._network_id = network_id
        self._reader = reader
        self._as_of = as_of

    def of(self, kind: FileKind) -> Iterator[AnyRecord]:
        """Give the records of a file."""
        found = chain.from_iterable(self._all(noun) for noun in _NOUNS[kind])
        if kind is FileKind.ALIASES:
            return (
                record
                for record in found
                if isinstance(record, Contact | Partner) and record.aliases
            )
        return found

    def _all(self, noun: Noun) -> Iterator[AnyRecord]:
        after: str | None = None
        while True:
            page = self._store.find(
                self._network_id,
                noun,
                {},
                reader=self._reader,
                as_of=self._as_of,
                after=after,
                limit=PAGE,
            )
            for stored in page.items:
                yield stored.record
            if page.next is None:
                return
            after = page.next


def _columns(kind: FileKind, records: _Records) -> tuple[list[str], list[str]]:
    """Give the fields of a file and their headers, custom fields included."""
    if kind is FileKind.ALIASES:
        return [], ["actor_id", "alias"]
    own = [column for column in LAYOUT[kind] if column.field not in _ELSEWHERE.get(kind, ())]
    fields = [column.field for column in own]
    header = [column.name for column in own]
    if kind not in WITHOUT_PREFIXED:
        custom = _custom(records.of(kind))
        fields += custom
        header += custom
    return fields, header


def _custom(records: Iterable[AnyRecord]) -> list[str]:
    """Give the custom fields and identifiers elsewhere that any record has."""
    names: set[tuple[str, str]] = set()
    for record in records:
        for prefix in PREFIXED:
            entries: Mapping[str, Any] = getattr(record, prefix)
            names.update((prefix, name) for name in entries)
    return [f"{prefix}.{name}" for prefix, name in sorted(names)]


def _row(record: AnyRecord, fields: Iterable[str]) -> list[str]:
    return [_cell(record, field) for field in fields]


def _cell(record: AnyRecord, field: str) -> str:
    prefix, _, name = field.partition(".")
    if prefix == "override":
        override = record.override if isinstance(record, Tie) else None
        return written(None if override is None else getattr(override, name))
    if name:
        return written(getattr(record, prefix).get(name))
    if field in ("source_id", "target_id") and isinstance(record, Position):
        field = "contact_id" if field == "source_id" else "partner_id"
    elif field == "delegates" and isinstance(record, Interaction):
        return join_list(f"{one.contact_id}>{one.for_id}" for one in record.delegates)
    # A tie has no title, a position no count.
    is_relationship = isinstance(record, Position | Tie)
    return written(getattr(record, field, None) if is_relationship else getattr(record, field))


def _aliases(record: AnyRecord) -> Iterator[list[str]]:
    if isinstance(record, Contact | Partner):
        for alias in dict.fromkeys(record.aliases):
            yield [record.id, alias]
