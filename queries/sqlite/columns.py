"""What analyses and the search index need of a network of the embedded store, as arrays."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from graph.network import (
    CAPACITY_CODES,
    INTERACTION_CODES,
    KIND_CODES,
    LEVEL_CODES,
    NO_CAP,
    PARTNER_KIND_CODES,
    POSITION_CODES,
    SECTOR_CODES,
    ActorColumns,
    ActorFlag,
    AskColumns,
    MergerColumns,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.ports import NameEntry
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import TieType
from graph.vocabulary import ActorKind, NetworkId, Noun
from queries.asks import ask_columns, asked_actors, touched_requests
from queries.rows import Row, days_of, record_of, stored_of
from queries.sqlite.connections import Connections, run, run_rows
from queries.sqlite.networks import Located, json_of, locate, record_rows

_FLAGS: Final = (
    ActorFlag.LEADER,
    ActorFlag.DO_NOT_ASK,
    ActorFlag.DECEASED,
    ActorFlag.OPTED_OUT,
    ActorFlag.KEY_PARTNER,
    ActorFlag.REMOVED,
    ActorFlag.MERGED,
)
"""Flags in the order in which ``actor/columns`` returns them."""

_TIE_WIDTH: Final = len(TieColumns.DTYPES)


class SqliteColumns:
    """Reads of whole networks."""

    _connections: Connections

    def load_columns(self, network_id: NetworkId, since: int = 0) -> NetworkColumns:
        """Read what analyses need, as arrays, of one revision."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            if since > network.revision:  # of a network that was erased and made anew
                since = 0
            reading = _Reading(db, network, since)
            requests = reading.requests()
            return NetworkColumns(
                revision=network.revision,
                since=since,
                actors=reading.actors(),
                ties=reading.ties(),
                positions=reading.positions(),
                participations=reading.participations(),
                types=tuple(word for _, word in run(db, "tie_word/list", network=network.key)),
                registry=reading.registry(),
                gone_ties=reading.gone(Noun.TIE),
                gone_positions=reading.gone(Noun.POSITION),
                gone_interactions=reading.gone(Noun.INTERACTION),
                asks=reading.asks(requests),
                touched_requests=touched_requests(requests, since),
                mergers=reading.mergers(),
            )

    def load_names(self, network_id: NetworkId, since: int = 0) -> tuple[NameEntry, ...]:
        """Read what the search index needs, of all actors or those changed after a revision."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            if since > network.revision:
                since = 0
            found = _Reading(db, network, since).rows("actor/names")
            return tuple(
                NameEntry(
                    key - network.first,
                    actor_id,
                    ActorKind(noun),
                    name,
                    (*(orjson.loads(aliases) if aliases else ()), *([in_talk] if in_talk else ())),
                    bool(is_removed),
                )
                for key, actor_id, noun, name, aliases, in_talk, is_removed in found
            )


class _Reading:
    """One network at one revision, whole or from a revision on."""

    def __init__(self, db: sqlite3.Connection, network: Located, since: int) -> None:
        self._db = db
        self._network = network
        self._since = since

    def rows(self, query: str) -> sqlite3.Cursor:
        """Run the query over the whole network, or its twin over what changed."""
        if self._since:
            return run(self._db, f"{query}_since", network=self._network.key, since=self._since)
        return run(self._db, query, first=self._network.first, last=self._network.last)

    def actors(self) -> ActorColumns:
        rows = self.rows("actor/columns").fetchall()
        if not rows:
            return ActorColumns.empty()
        key, id_, noun, sector, level, kind, seniority, busyness, caps, *flags = zip(
            *rows, strict=True
        )
        bits = np.zeros(len(rows), np.uint8)
        for flag, column in zip(_FLAGS, flags, strict=True):
            bits |= np.array(column, np.uint8) * np.uint8(flag)
        return ActorColumns.of(
            index=self._places(key),
            id=id_,
            kind=_coded(KIND_CODES, noun),
            sector=_coded(SECTOR_CODES, sector),
            level=_coded(LEVEL_CODES, level),
            partner_kind=_coded(PARTNER_KIND_CODES, kind),
            seniority=[value or 0 for value in seniority],
            busyness=np.array(busyness, np.float64),  # None becomes NaN
            request_cap=[NO_CAP if value is None else value for value in caps],
            flags=bits,
        )

    def mergers(self) -> MergerColumns:
        rows = run(self._db, "actor/mergers", network=self._network.key).fetchall()
        if not rows:
            return MergerColumns.empty()
        merged, into = zip(*rows, strict=True)
        return MergerColumns.of(merged=self._places(merged), into=self._places(into))

    def ties(self) -> TieColumns:
        # Numbers alone, so one flat array is filled without a row ever being looked at. All of
        # them, keys up to 2**53 included, are exact as float64.
        flat = np.fromiter(chain.from_iterable(self.rows("tie/columns")), np.float64)
        table = flat.reshape(-1, _TIE_WIDTH).T
        columns = dict(zip(TieColumns.DTYPES, table, strict=True))
        for name in ("key", "source", "target"):
            columns[name] = columns[name] - self._network.first
        for name in ("strength", "confidence", "override"):
            columns[name] = np.where(columns[name] < 0, np.nan, columns[name])
        return TieColumns.of(**columns)

    def positions(self) -> PositionColumns:
        rows = self.rows("position/columns").fetchall()
        if not rows:
            return PositionColumns.empty()
        key, contact, partner, type_, capacity, since, until = zip(*rows, strict=True)
        return PositionColumns.of(
            key=self._places(key),
            contact=self._places(contact),
            partner=self._places(partner),
            type=_coded(POSITION_CODES, type_),
            capacity=_coded(CAPACITY_CODES, capacity),
            since=since,
            until=until,
        )

    def participations(self) -> ParticipationColumns:
        rows = self.rows("interaction/columns").fetchall()
        if not rows:
            return ParticipationColumns.empty()
        key, actor, kind, day, side, answered, at, present = zip(*rows, strict=True)
        return ParticipationColumns.of(
            key=self._places(key),
            actor=self._places(actor),
            kind=_coded(INTERACTION_CODES, kind),
            day=day,
            side=side,
            answered=answered,
            recorded=days_of(at),
            present=present,
        )

    def requests(self) -> list[tuple[int, Stored[AnyRecord]]]:
        noun = Noun.INTRODUCTION
        found = self.records(noun)
        return [(row["key"] - self._network.first, stored_of(noun, row)) for row in found]

    def asks(self, requests: list[tuple[int, Stored[AnyRecord]]]) -> AskColumns:
        ids = json_of(asked_actors(requests))
        found = run(self._db, "actor/locate", network=self._network.key, ids=ids)
        return ask_columns(
            requests, {actor_id: key - self._network.first for actor_id, key, _ in found}
        )

    def records(self, noun: Noun) -> Iterator[Row]:
        """Read the records of the shared room in use, or all those that changed."""
        if self._since:
            asked = {"network": self._network.key, "since": self._since}
            return record_rows(self._db, noun, "record/whole_since", **asked)
        ends = {"first": self._network.first, "last": self._network.last}
        return record_rows(self._db, noun, "record/whole", **ends)

    def registry(self) -> tuple[TieType, ...]:
        rows = run_rows(self._db, "tie_type/list", network=self._network.key)
        records = (record_of(Noun.TIE_TYPE, row) for row in rows)
        return tuple(record for record in records if isinstance(record, TieType))

    def gone(self, noun: Noun) -> NDArray[np.int32]:
        if not self._since:
            return np.empty(0, np.int32)
        asked = {"network": self._network.key, "since": self._since}
        return self._places([key for (key,) in run(self._db, f"{noun}/gone_since", **asked)])

    def _places(self, keys: Iterable[int]) -> NDArray[np.int32]:
        return (np.array(keys, np.int64) - self._network.first).astype(np.int32)


def _coded(codes: Mapping[str, int], words: Iterable[Any]) -> list[int]:
    """Replace words by their codes, none by 0."""
    of_word = {None: 0, **codes}
    return [of_word[word] for word in words]
