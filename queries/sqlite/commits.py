"""Commits in the embedded store: all or nothing, one revision, in sets where writes allow it."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any, Final

import orjson

from graph.errors import (
    DuplicateIdError,
    KeyReusedError,
    RemovedRecordError,
    RevisionMovedError,
    UnknownActorError,
    UnknownRecordError,
    VersionConflictError,
)
from graph.ports import KEY_DAYS, Change, Commit, Create, IdempotencyKey, Remove, Restore, Write
from graph.records.stored import NOUN_OF, RECORD_OF, AnyRecord, Stored
from graph.vocabulary import NetworkId, Noun, UserId
from queries.marks import room_of
from queries.references import FIELDS, MERGER, References
from queries.rows import STORED_KEYS, Row, moment, row_keys, stored_of
from queries.sqlite.connections import Connections, run, run_row, run_rows
from queries.sqlite.networks import TABLE_OF, Located, json_of, locate, record_rows
from queries.sqlite.tables import Tables

CHUNK: Final = 1_000
"""Most writes that go to the database at once; progress is told as often."""

_IMAGE_KEYS: Final = {noun: (*row_keys(kind), *STORED_KEYS) for noun, kind in RECORD_OF.items()}


class SqliteCommits:
    """Writes to records."""

    _connections: Connections

    def commit(
        self,
        network_id: NetworkId,
        writes: Iterable[Write],
        *,
        author: UserId,
        at: datetime,
        act: str = "edit",
        batch_id: str = "",
        key: IdempotencyKey | None = None,
        unmoved_since: int | None = None,
        returning: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Commit:
        """Write records, all or nothing, as one revision of the network."""
        with self._connections.writing() as db:
            network = locate(db, network_id)
            if key is not None and (known := _replay(db, network, key, returning=returning)):
                return known
            if unmoved_since is not None and unmoved_since != network.revision:
                raise RevisionMovedError(network_id, unmoved_since, network.revision)
            work = _Work(db, network, author, moment(at), batch_id, returning=returning)
            work.do(writes, progress)
            revision = network.revision
            if work.count:
                revision = work.revision
                run(db, "network/set_revision", revision=revision, key=network.key)
                run(
                    db,
                    "revision/insert",
                    network=network.key,
                    revision=revision,
                    author=author,
                    at=moment(at),
                    act=act,
                    batch_id=batch_id,
                    count=work.count,
                )
            if key is not None:
                _keep_key(db, network, key, revision, work.touched, at)
            return Commit(revision, _as_they_stand(db, network, work.touched))


def _replay(
    db: sqlite3.Connection, network: Located, key: IdempotencyKey, *, returning: bool
) -> Commit | None:
    known = run_row(db, "request_key/find", network=network.key, user_id=key.user_id, key=key.key)
    if known is None:
        return None
    if known["fingerprint"] != key.fingerprint:
        raise KeyReusedError
    touched = [(Noun(noun), record_id) for noun, record_id in orjson.loads(known["touched"])]
    stored = _as_they_stand(db, network, touched if returning else [])
    return Commit(known["revision"], stored, is_replay=True)


def _keep_key(
    db: sqlite3.Connection,
    network: Located,
    key: IdempotencyKey,
    revision: int,
    touched: Sequence[tuple[Noun, str]],
    at: datetime,
) -> None:
    before = moment(at - timedelta(days=KEY_DAYS))
    run(db, "request_key/forget", network=network.key, before=before)
    run(
        db,
        "request_key/insert",
        network=network.key,
        user_id=key.user_id,
        key=key.key,
        fingerprint=key.fingerprint,
        revision=revision,
        touched=orjson.dumps(touched).decode(),
        at=moment(at),
    )


def _as_they_stand(
    db: sqlite3.Connection, network: Located, touched: Sequence[tuple[Noun, str]]
) -> tuple[Stored[AnyRecord], ...]:
    found: dict[tuple[Noun, str], Stored[AnyRecord]] = {}
    for noun in dict.fromkeys(noun for noun, _ in touched):
        ids = json_of([record_id for of, record_id in touched if of is noun])
        query = f"{room_of(noun)}/load"
        for row in record_rows(db, noun, query, network=network.key, ids=ids):
            found[noun, row["id"]] = stored_of(noun, row)
    return tuple(found[one] for one in touched if one in found)


class _Work:
    """One commit under way."""

    def __init__(
        self,
        db: sqlite3.Connection,
        network: Located,
        author: UserId,
        at: int,
        batch_id: str,
        *,
        returning: bool,
    ) -> None:
        self._db = db
        self._network = network
        self._tables = Tables(db, network)
        self._next: dict[str, int] = {}
        self._references = References()
        self._author = author
        self._at = at
        self._batch_id = batch_id
        self._returning = returning
        self.revision = network.revision + 1
        self.touched: list[tuple[Noun, str]] = []
        self.count = 0

    def do(self, writes: Iterable[Write], progress: Callable[[int], None] | None) -> None:
        """Do all writes in their order, neighbours of one kind together."""
        kind: tuple[type[Write], Noun] | None = None
        waiting: dict[str, Write] = {}
        done = told = 0
        for write in writes:
            if isinstance(write, Create | Change):
                this, record_id = (type(write), NOUN_OF[type(write.record)]), write.record.id
            else:
                this, record_id = (type(write), write.noun), write.id
            if this != kind or record_id in waiting or len(waiting) >= CHUNK:
                self._flush(kind, waiting)
                waiting = {}
                kind = this
                if progress is not None and done - told >= CHUNK:
                    progress(done)
                    told = done
            waiting[record_id] = write
            done += 1
        self._flush(kind, waiting)
        if progress is not None and done:
            progress(done)
        self._check_references()
        if self._tables.actors.missing:
            raise UnknownActorError(sorted(self._tables.actors.missing))

    def _flush(self, kind: tuple[type[Write], Noun] | None, waiting: dict[str, Any]) -> None:
        if kind is None or not waiting:
            return
        write, noun = kind
        if write is Create:
            self._create(noun, [one.record for one in waiting.values()])
        elif write is Change:
            self._change(noun, waiting)
        else:
            self._set_removed(noun, waiting, is_removed=write is Remove)

    def _create(self, noun: Noun, records: list[AnyRecord]) -> None:
        written = self._with_known_ends(noun, records)
        places = list(zip(self._places(noun, len(written)), written, strict=True))
        stamp = (1, self.revision, *(self._author, self._at) * 2, 0, self._batch_id)
        try:
            self._tables.insert(noun, places, repeat(stamp, len(places)))
        except sqlite3.IntegrityError:
            self._tell_taken(noun, places)
            raise
        self._touch(noun, (record.id for record in written), len(written))

    def _change(self, noun: Noun, waiting: dict[str, Change]) -> None:
        current = self._current(noun, waiting)
        for record_id, write in waiting.items():
            row = current[record_id]
            _check_version(noun, record_id, write.version, row)
            if row["is_removed"]:
                raise RemovedRecordError(noun, record_id)
        written = self._with_known_ends(noun, [write.record for write in waiting.values()])
        rows = [current[record.id] for record in written]
        self._keep(noun, rows)
        self._tables.update(
            noun,
            [(row["key"], record) for row, record in zip(rows, written, strict=True)],
            [(row["version"] + 1, self.revision, self._author, self._at) for row in rows],
        )
        self._touch(noun, (record.id for record in written), len(written))

    def _set_removed(
        self, noun: Noun, waiting: dict[str, Remove | Restore], *, is_removed: bool
    ) -> None:
        current = self._current(noun, waiting)
        rows: list[Row] = []
        for record_id, write in waiting.items():
            row = current[record_id]
            _check_version(noun, record_id, write.version, row)
            if bool(row["is_removed"]) != is_removed:
                rows.append(row)
        self._keep(noun, rows)
        stamp = (self.revision, self._author, self._at)
        self._tables.set_removed(
            noun, [(is_removed, row["version"] + 1, *stamp, row["key"]) for row in rows]
        )
        self._touch(noun, waiting, len(rows))

    def _with_known_ends(self, noun: Noun, records: list[AnyRecord]) -> list[AnyRecord]:
        """Leave out records that name strangers; the commit fails when all strangers are known."""
        actors = self._tables.actors
        if noun in FIELDS:
            for record in records:
                self._references.note(record)
        actors.look_up(self._tables.named_by(records))
        if not actors.missing:
            return records
        return [record for record in records if not self._tables.has_missing(record)]

    def _check_references(self) -> None:
        actors = self._tables.actors
        actors.look_up(self._references.named())
        self._references.check(actors.known_kind)  # who is missing is known since the looking up
        self._references.check_mergers(self._survivors)

    def _survivors(self, noun: Noun, ids: Collection[str]) -> dict[str, str | None]:
        rows = record_rows(
            self._db,
            noun,
            f"{room_of(noun)}/load",
            network=self._network.key,
            ids=json_of([*ids]),
        )
        return {row["id"]: row[MERGER] for row in rows}

    def _places(self, noun: Noun, wanted: int) -> range:
        room = TABLE_OF[noun]
        first = self._next.get(room)
        if first is None:
            ends = {"first": self._network.first, "last": self._network.last}
            (last,) = run(self._db, f"{room}/last", **ends).fetchone()
            first = 0 if last is None else last - self._network.first + 1
        self._next[room] = first + wanted
        return range(first, first + wanted)

    def _current(self, noun: Noun, waiting: Iterable[str]) -> dict[str, Row]:
        ids = json_of([*waiting])
        query = f"{room_of(noun)}/load"
        loaded = record_rows(self._db, noun, query, network=self._network.key, ids=ids)
        current = {row["id"]: row for row in loaded}
        for record_id in waiting:
            if record_id not in current:
                raise UnknownRecordError(noun, record_id)
        return current

    def _keep(self, noun: Noun, rows: Iterable[Row]) -> None:
        """Keep what is about to be replaced."""
        keys = _IMAGE_KEYS[noun]
        self._tables.keep_versions(
            [
                (
                    noun,
                    row["id"],
                    row["version"],
                    row["revision"],
                    self._author,
                    self._at,
                    orjson.dumps({key: row[key] for key in keys if key in row}).decode(),
                )
                for row in rows
            ]
        )

    def _touch(self, noun: Noun, ids: Iterable[str], count: int) -> None:
        self.count += count
        if self._returning:
            self.touched += [(noun, record_id) for record_id in ids]

    def _tell_taken(self, noun: Noun, places: Sequence[tuple[int, AnyRecord]]) -> None:
        """Name the record whose id was taken, after the database refused the whole set."""
        ids = json_of([record.id for _, record in places])
        first = self._network.first + places[0][0]
        room, network = TABLE_OF[noun], self._network.key
        for row in run_rows(self._db, f"{room}/taken", network=network, ids=ids, noun=noun):
            if row["key"] < first:  # not written just now
                taken_by, removed = row.get("noun", noun), bool(row["is_removed"])
                raise DuplicateIdError(noun, row["id"], taken_by=taken_by, removed=removed)


def _check_version(noun: Noun, record_id: str, expected: int | None, row: Row) -> None:
    if expected is not None and expected != row["version"]:
        raise VersionConflictError(noun, record_id, expected, row["version"])
