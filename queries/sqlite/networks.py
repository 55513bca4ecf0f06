"""Networks in the embedded store, and the keys of all that belongs to them."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph.errors import DuplicateIdError, UnknownNetworkError, VersionConflictError
from graph.ports import NetworkEntry
from graph.records.identity import is_identifier, new_id
from graph.records.networks import NetworkRecord
from graph.records.stored import RECORD_OF
from graph.vocabulary import NetworkId, Noun
from queries.marks import room_of
from queries.rows import Row, row_of, thing_of
from queries.sqlite.connections import Connections, run, run_row, run_rows

PLACES: Final = 2**32
"""Places of one network: a record's key is its network's key times this, plus its place."""

TABLE_OF: Final = {noun: room_of(noun) for noun in RECORD_OF} | {
    Noun.PARTNER: "actor",
    Noun.CONTACT: "actor",
}
"""Room of a noun's table; partners and contacts share one, and with it ids and places."""


@dataclass(frozen=True, slots=True)
class Located:
    """A network as found at the start of a transaction; its records' keys go from first to last."""

    key: int
    revision: int
    version: int

    @property
    def first(self) -> int:
        """Key of the record with place 0."""
        return self.key * PLACES

    @property
    def last(self) -> int:
        """Highest key that a record can have."""
        return self.first + PLACES - 1


def locate(db: sqlite3.Connection, network_id: str) -> Located:
    """Find a network.

    Raises
    ------
    UnknownNetworkError

    """
    row = run_row(db, "network/load", id=network_id) if is_identifier(network_id) else None
    if row is None:
        raise UnknownNetworkError(network_id)
    return Located(row["key"], row["revision"], row["version"])


def record_rows(
    db: sqlite3.Connection,
    noun: Noun,
    query: str,
    /,
    **params: Any,  # noqa: ANN401
) -> Iterator[Row]:
    """Run a query for records of a noun and give their rows, from whatever room."""
    for row in run_rows(db, query, noun=noun, **params):
        body = row.pop("body", None)
        yield row if body is None else {**row, **orjson.loads(body)}


def json_of(ids: Sequence[str]) -> str:
    """Write ids as the JSON array that queries take; what cannot be an id finds nothing."""
    return orjson.dumps([record_id for record_id in ids if is_identifier(record_id)]).decode()


class SqliteNetworks:
    """Networks themselves."""

    _connections: Connections

    def create_network(self, network: NetworkRecord) -> None:
        """Add a network at revision 0."""
        with self._connections.writing() as db:
            insert_network(db, NetworkEntry(network, 0, 1, new_id()))

    def change_network(self, network: NetworkRecord, version: int | None) -> int:
        """Replace a network's own fields; return its new version."""
        with self._connections.writing() as db:
            current = locate(db, network.id).version
            if version is not None and version != current:
                raise VersionConflictError("network", network.id, version, current)
            run(db, "network/update", **row_of(network))
            return current + 1

    def erase_network(self, network_id: NetworkId) -> None:
        """Destroy a network with all that belongs to it, also in free pages of the file."""
        with self._connections.writing() as db:
            network = locate(db, network_id)
            for room in ("participation", "record_mark", *dict.fromkeys(TABLE_OF.values())):
                run(db, f"{room}/erase", first=network.first, last=network.last)
            for room in ("tie_word", "version", "revision", "request_key"):
                run(db, f"{room}/erase", network=network.key)
            run(db, "job/erase", network_id=network_id)
            run(db, "network/erase", key=network.key)
        self._connections.checkpoint()

    def load_network(self, network_id: NetworkId) -> NetworkEntry:
        """Read a network's own fields, revision and version."""
        with self._connections.reading() as db:
            known = is_identifier(network_id)
            row = run_row(db, "network/load", id=network_id) if known else None
            if row is None:
                raise UnknownNetworkError(network_id)
            return entry_of(dict(row))

    def list_networks(self) -> tuple[NetworkEntry, ...]:
        """Read all networks, by id."""
        with self._connections.reading() as db:
            return tuple(map(entry_of, run_rows(db, "network/list")))


def insert_network(db: sqlite3.Connection, entry: NetworkEntry) -> int:
    """Add a network with its counters and return its key.

    Raises
    ------
    DuplicateIdError
        If the identifier is taken.

    """
    network_id = entry.network.id
    if run_row(db, "network/load", id=network_id) is not None:
        raise DuplicateIdError("network", network_id, taken_by="network")
    own = {"revision": entry.revision, "version": entry.version, "birth": entry.birth}
    key = run(db, "network/insert", **row_of(entry.network), **own).lastrowid
    return int(key or 0)


def entry_of(row: Row) -> NetworkEntry:
    """Restore a network with its counters from its row."""
    network = thing_of(NetworkRecord, row)
    return NetworkEntry(network, row["revision"], row["version"], row["birth"])
