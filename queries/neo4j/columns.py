"""Networks as arrays from Neo4j: one list a column, a few thousand actors at a time.

``collect()`` drops nulls, so queries put a sentinel where nothing is known.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from graph.network import (
    CAPACITY_CODES,
    CONTACT,
    INTERACTION_CODES,
    LEVEL_CODES,
    NO_DAY,
    PARTNER,
    PARTNER_KIND_CODES,
    POSITION_CODES,
    SECTOR_CODES,
    ActorColumns,
    ActorFlag,
    AskColumns,
    Columns,
    MergerColumns,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.ports import NameEntry
from graph.records.ties import TieType
from graph.vocabulary import ActorKind, NetworkId, Noun
from queries.asks import Placed, ask_columns, asked_actors, touched_requests
from queries.neo4j.claims import Neo4jClaims, State
from queries.neo4j.connections import Row, Transaction
from queries.neo4j.properties import stored_from
from queries.rows import days_of

ACTORS_AT_ONCE: Final = 5_000

C = TypeVar("C", bound=Columns)
Table: TypeAlias = dict[str, NDArray[Any]]

_FLAGS: Final[Mapping[str, ActorFlag]] = {
    "leader": ActorFlag.LEADER,
    "do_not_ask": ActorFlag.DO_NOT_ASK,
    "deceased": ActorFlag.DECEASED,
    "opted_out": ActorFlag.OPTED_OUT,
    "key_partner": ActorFlag.KEY_PARTNER,
    "removed": ActorFlag.REMOVED,
    "merged": ActorFlag.MERGED,
}

_NO_OVERRIDE: Final = {"strength": -1.0, "since": NO_DAY, "until": NO_DAY}


class Neo4jColumns(Neo4jClaims):
    """What analyses and the search index need, of one revision."""

    def load_columns(self, network_id: NetworkId, since: int = 0) -> NetworkColumns:
        """Read what analyses need, as arrays, of one revision."""

        def work(tx: Transaction, state: State) -> NetworkColumns:
            return _Reader(tx, network_id, state, since).columns()

        return self._snapshot(network_id, work)

    def load_names(self, network_id: NetworkId, since: int = 0) -> tuple[NameEntry, ...]:
        """Read what the search index needs, of all actors or those changed after a revision."""

        def work(tx: Transaction, state: State) -> tuple[NameEntry, ...]:
            names = _Reader(tx, network_id, state, since).names()
            return tuple(sorted(names, key=lambda entry: entry.index))

        return self._snapshot(network_id, work)


class _Reader:
    """Reads one revision whose lock the transaction holds."""

    def __init__(self, tx: Transaction, network_id: NetworkId, state: State, since: int) -> None:
        self._tx = tx
        self._network_id = network_id
        self._state = state
        self._since = since if 0 < since <= state.revision else 0

    def columns(self) -> NetworkColumns:
        types: dict[str, int] = {}

        def tie_table(row: Row) -> Table:
            code = types.setdefault(row["type"], len(types))
            return _table(row | _overrides(row["override"]), TieColumns, type=code)

        requests = self._requests()
        return NetworkColumns(
            revision=self._state.revision,
            since=self._since,
            actors=self._joined(ActorColumns, "actor/columns", _actor_table),
            ties=self._joined(TieColumns, "tie/columns", tie_table),
            positions=self._joined(PositionColumns, "position/columns", _position_table),
            participations=self._joined(
                ParticipationColumns, "interaction/columns", _participation_table
            ),
            types=tuple(types),
            registry=self._registry(),
            gone_ties=self._gone("tie/gone_since"),
            gone_positions=self._gone("position/gone_since"),
            gone_interactions=self._gone("interaction/gone_since"),
            asks=self._asks(requests),
            touched_requests=touched_requests(requests, self._since),
            mergers=self._mergers(),
        )

    def names(self) -> Iterator[NameEntry]:
        for row in self._rows("actor/names"):
            for index, record_id, is_contact, name, aliases, in_talk, is_removed in zip(
                row["index"],
                row["id"],
                row["is_contact"],
                row["name"],
                row["aliases"],
                row["in_talk"],
                row["removed"],
                strict=True,
            ):
                kind = ActorKind.CONTACT if is_contact else ActorKind.PARTNER
                others = (*aliases, in_talk) if in_talk else tuple(aliases)
                yield NameEntry(index, record_id, kind, name, others, is_removed)

    def _rows(self, query: str) -> Iterator[Row]:
        seen = {"network_id": self._network_id, "revision": self._state.revision}
        if self._since:
            self._tx.renew()
            yield from self._tx.rows(f"{query}_since", since=self._since, **seen)
            return
        for first in range(0, self._state.next_places["actor"], ACTORS_AT_ONCE):
            self._tx.renew()
            yield from self._tx.rows(query, first=first, end=first + ACTORS_AT_ONCE, **seen)

    def _joined(self, kind: type[C], query: str, table: Callable[[Row], Table]) -> C:
        tables = [table(row) for row in self._rows(query)]
        if not tables:
            return kind.empty()
        return kind(
            **{name: np.concatenate([table[name] for table in tables]) for name in kind.DTYPES}
        )

    def _registry(self) -> tuple[TieType, ...]:
        rows = self._tx.rows(
            "tie_type/list", network_id=self._network_id, revision=self._state.revision
        )
        records = [stored_from(Noun.TIE_TYPE, row["row"]).record for row in rows]
        return tuple(record for record in records if isinstance(record, TieType))

    def _requests(self) -> list[Placed]:
        noun = Noun.INTRODUCTION
        seen = {"network_id": self._network_id, "revision": self._state.revision}
        self._tx.renew()
        if self._since:
            rows = self._tx.rows("record/whole_since", noun=noun.value, since=self._since, **seen)
        else:
            rows = self._tx.rows("record/whole", noun=noun.value, **seen)
        return [(row["row"]["place"], stored_from(noun, row["row"])) for row in rows]

    def _asks(self, requests: list[Placed]) -> AskColumns:
        rows = self._tx.rows(
            "actor/locate",
            network_id=self._network_id,
            revision=self._state.revision,
            ids=asked_actors(requests),
        )
        return ask_columns(requests, {row["id"]: row["place"] for row in rows})

    def _mergers(self) -> MergerColumns:
        rows = self._tx.rows(
            "actor/mergers", network_id=self._network_id, revision=self._state.revision
        )
        return MergerColumns.of_rows([(row["merged"], row["into"]) for row in rows])

    def _gone(self, query: str) -> NDArray[np.int32]:
        keys: list[int] = []
        if self._since:
            row = self._tx.row(
                query,
                network_id=self._network_id,
                revision=self._state.revision,
                since=self._since,
            )
            keys = [] if row is None else row["keys"]
        return np.asarray(keys, np.int32)


def _table(row: Row, columns: type[Columns], **constants: int) -> Table:
    """Make arrays of the lists of a row."""
    size = len(row["key"])
    table: Table = {}
    for name, dtype in columns.DTYPES.items():
        if name in constants:
            table[name] = np.full(size, constants[name], dtype)
            continue
        is_share = np.issubdtype(dtype, np.floating)
        table[name] = _shares(row[name], dtype) if is_share else np.asarray(row[name], dtype)
    return table


def _actor_table(row: Row) -> Table:
    is_contact = np.asarray(row["is_contact"], np.bool_)
    flags = np.zeros(len(is_contact), np.uint8)
    for name, flag in _FLAGS.items():
        flags |= np.asarray(row[name], np.uint8) * np.uint8(flag)
    columns = ActorColumns.of(
        index=row["index"],
        id=row["id"],
        kind=np.where(is_contact, CONTACT, PARTNER),
        sector=_codes(row["sector"], SECTOR_CODES),
        level=_codes(row["level"], LEVEL_CODES),
        partner_kind=_codes(row["partner_kind"], PARTNER_KIND_CODES),
        seniority=row["seniority"],
        busyness=_shares(row["busyness"], ActorColumns.DTYPES["busyness"]),
        request_cap=row["request_cap"],
        flags=flags,
    )
    return {name: getattr(columns, name) for name in columns.DTYPES}


def _position_table(row: Row) -> Table:
    return _table(
        row,
        PositionColumns,
        type=POSITION_CODES[row["type"]],
        capacity=CAPACITY_CODES.get(row["capacity"], 0),
    )


def _participation_table(row: Row) -> Table:
    row["recorded"] = days_of(row["recorded_at"])
    return _table(row, ParticipationColumns, kind=INTERACTION_CODES[row["kind"]])


def _overrides(texts: list[str]) -> Row:
    """Make lists of what people said of strengths; hardly any tie has such a word."""
    said = [orjson.loads(text) if text else _NO_OVERRIDE for text in texts]
    return {
        "override": [one["strength"] for one in said],
        "override_since": [one["since"] for one in said],
        "override_until": [one["until"] for one in said],
    }


def _shares(values: list[float], dtype: Any) -> NDArray[Any]:  # noqa: ANN401 - as numpy takes it
    """Make an array of shares; -1 stands for "not known"."""
    shares = np.asarray(values, dtype)
    shares[shares < 0] = np.nan
    return shares


def _codes(words: list[str], codes: Mapping[str, int]) -> list[int]:
    return [codes.get(word, 0) for word in words]
