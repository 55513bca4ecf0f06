"""The whole embedded store as a stream of entries, and back."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from graph.errors import StoreNotEmptyError
from graph.ports import DumpEntry, HistoryEntry, LogEntry, NetworkEntry, RecordEntry
from graph.records.stored import AnyRecord, Stored
from graph.records.users import Credential, Grant, User
from graph.vocabulary import NetworkId, Noun
from queries.marks import room_of
from queries.rows import moment, row_of, stored_image, stored_of, thing_of
from queries.sqlite.connections import Connections, run, run_row, run_rows
from queries.sqlite.networks import Located, entry_of, insert_network, record_rows
from queries.sqlite.records import revision_entry, superseded
from queries.sqlite.tables import Tables

CHUNK: Final = 1_000


class SqliteDumps:
    """Moves of everything."""

    _connections: Connections

    def dump(self) -> Iterator[DumpEntry]:
        """Read everything as of one moment: users first, then network by network."""
        with self._connections.reading() as db:
            for row in run_rows(db, "user/list"):
                yield thing_of(User, row)
            credentials = [thing_of(Credential, row) for row in run_rows(db, "credential/list")]
            yield from sorted(credentials, key=lambda one: (one.created_at, one.id))
            for row in list(run_rows(db, "network/list")):
                entry = entry_of(row)
                yield entry
                located = Located(row["key"], entry.revision, entry.version)
                yield from _dump_network(db, located, NetworkId(entry.network.id))
            for row in run_rows(db, "grant/list"):
                yield thing_of(Grant, row)

    def fill(self, entries: Iterable[DumpEntry]) -> None:
        """Write a dump into an empty store, all or nothing."""
        with self._connections.writing() as db:
            for query in ("network/list", "user/list"):
                if run_row(db, query) is not None:
                    raise StoreNotEmptyError
            filling = _Filling(db)
            for entry in entries:
                filling.take(entry)
            filling.flush()


def _dump_network(
    db: sqlite3.Connection, network: Located, network_id: NetworkId
) -> Iterator[DumpEntry]:
    for row in run_rows(db, "revision/dump", network=network.key):
        yield LogEntry(network_id, revision_entry(row))
    for noun in Noun:
        ends = {"first": network.first, "last": network.last}
        for row in record_rows(db, noun, f"{room_of(noun)}/dump", **ends):
            yield RecordEntry(network_id, row["key"] - network.first, stored_of(noun, row))
    for noun in Noun:
        for row in run_rows(db, "version/dump", network=network.key, noun=noun):
            yield HistoryEntry(network_id, superseded(noun, row))


class _Filling:
    """Takes entries in the order of a dump; records go to the database in sets."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._keys: dict[str, int] = {}
        self._tables: dict[str, Tables] = {}
        self._waiting: list[RecordEntry] = []

    def take(self, entry: DumpEntry) -> None:
        """Write an entry, or keep it for the next set."""
        if isinstance(entry, RecordEntry):
            if self._waiting and not _go_together(self._waiting[-1], entry):
                self.flush()
            self._waiting.append(entry)
            if len(self._waiting) >= CHUNK:
                self.flush()
            return
        self.flush()
        match entry:
            case NetworkEntry(network=network):
                key = insert_network(self._db, entry)
                self._keys[network.id] = key
                self._tables[network.id] = Tables(
                    self._db, Located(key, entry.revision, entry.version)
                )
            case LogEntry(network_id=network_id, entry=line):
                run(
                    self._db,
                    "revision/insert",
                    network=self._keys[network_id],
                    revision=line.revision,
                    author=line.author,
                    at=moment(line.at),
                    act=line.act,
                    batch_id=line.batch_id,
                    count=line.count,
                )
            case HistoryEntry(network_id=network_id, superseded=old):
                was = old.stored
                by, at = old.superseded_by, moment(old.superseded_at)
                row = (was.noun, was.record.id, was.version, was.revision, by, at)
                self._tables[network_id].keep_versions([(*row, stored_image(was))])
            case User():
                run(self._db, "user/save", **row_of(entry))
            case Grant():
                run(self._db, "grant/save", **row_of(entry))
            case Credential():
                run(self._db, "credential/save", **row_of(entry))

    def flush(self) -> None:
        """Write the records that wait, all of one network and noun."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        tables = self._tables[waiting[0].network_id]
        noun = waiting[0].stored.noun
        tables.actors.look_up(tables.named_by([one.stored.record for one in waiting]))
        tables.insert(
            noun,
            [(one.place, one.stored.record) for one in waiting],
            [_stamp(one.stored) for one in waiting],
        )


def _go_together(one: RecordEntry, other: RecordEntry) -> bool:
    return one.network_id == other.network_id and one.stored.noun is other.stored.noun


def _stamp(stored: Stored[AnyRecord]) -> tuple[object, ...]:
    return (
        stored.version,
        stored.revision,
        stored.recorded_by,
        moment(stored.recorded_at),
        stored.changed_by,
        moment(stored.changed_at),
        stored.is_removed,
        stored.batch_id,
    )
