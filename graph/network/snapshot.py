"""The immutable snapshot of one revision that every measure reads, and its view of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from graph.network.codes import NEVER_ON_A_ROUTE, ActorFlag
from graph.network.columns import (
    ActorColumns,
    AskColumns,
    MergerColumns,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.network.rows import columns_of
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType, custom_type
from graph.vocabulary import UserId


@dataclass(frozen=True, slots=True, eq=False)
class ByActor:
    """Rows of a table by the actors that they name: ``rows[ptr[i]:ptr[i + 1]]`` are those of i."""

    ptr: NDArray[np.int64]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, count: int, *ends: NDArray[np.int32]) -> Self:
        """Sort the rows by the actors in some columns. Time O(rows), like a radix sort."""
        named = np.concatenate(ends)
        ptr = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(named, minlength=count), out=ptr[1:])
        return cls(ptr, np.argsort(named, kind="stable") % max(len(ends[0]), 1))

    def at(self, actors: Iterable[int]) -> NDArray[np.int64]:
        """Give the rows that name any of some actors, ascending, each once."""
        parts = [self.rows[self.ptr[actor] : self.ptr[actor + 1]] for actor in actors]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Network:
    """All dates of one revision, in flat arrays.

    Parameters
    ----------
    revision
        Revision of the network's store.
    actors
        Row ``i`` is the actor with index ``i``; removed ones and holes carry ``REMOVED``.
    ties, positions, participations
        Sorted by key.
    types
        Registry, by the code that ``ties.type`` holds.
    asks
        Sorted by key; whoever was merged into another counts as the one who stays.
    asks_on_record
        The same with the actors that the requests name.

    """

    revision: int
    actors: ActorColumns
    ties: TieColumns
    positions: PositionColumns
    participations: ParticipationColumns
    types: tuple[TieType, ...]
    asks: AskColumns = field(default_factory=AskColumns.empty)
    asks_on_record: AskColumns = field(default_factory=AskColumns.empty)

    @classmethod
    def of(cls, columns: NetworkColumns) -> Self:
        """Make the snapshot of a whole revision. Time and memory O(n + m), m log m to sort."""
        blank = cls(
            0,
            ActorColumns.empty(),
            TieColumns.empty(),
            PositionColumns.empty(),
            ParticipationColumns.empty(),
            (),
        )
        return blank.updated(columns)

    def updated(self, newer: NetworkColumns) -> Self:
        """Make the snapshot of a later revision from the difference. This one stays as it is."""
        names = dict.fromkeys([type_.id for type_ in self.types])
        names.update(dict.fromkeys(newer.types))
        own = {type_.id: type_ for type_ in newer.registry}
        names.update(dict.fromkeys(own))
        types = tuple(
            own.get(name) or BUILT_IN_TYPES.get(name) or custom_type(name) for name in names
        )
        ties = newer.ties
        if len(ties):
            places = {name: place for place, name in enumerate(names)}
            recode = np.array([places[name] for name in newer.types], np.int16)
            ties = TieColumns.of(
                **{name: getattr(ties, name) for name in ties.DTYPES if name != "type"},
                type=recode[ties.type],
            )
        actors = newer.actors.placed_into(self.actors)
        asks = self.asks_on_record.with_newer(newer.asks, newer.touched_requests)
        return type(self)(
            newer.revision,
            actors,
            self.ties.with_newer(ties, newer.gone_ties),
            self.positions.with_newer(newer.positions, newer.gone_positions),
            self.participations.with_newer(newer.participations, newer.gone_interactions),
            types,
            _of_those_who_stay(asks, len(actors), newer.mergers),
            asks,
        )

    @classmethod
    def build(
        cls,
        actors: Sequence[Contact | Partner],
        ties: Sequence[Tie] = (),
        *,
        positions: Sequence[Position] = (),
        interactions: Sequence[Interaction] = (),
        types: Sequence[TieType] = (),
        requests: Sequence[IntroductionRequest] = (),
        recorded: int | None = None,
    ) -> Self:
        """Make a snapshot from records, without a store. Actors are sorted by id.

        ``recorded`` is the epoch day on which all was written down; by default each thing was on
        the day on which it happened.
        """
        columns = columns_of(
            actors,
            ties,
            positions=positions,
            interactions=interactions,
            types=types,
            requests=requests,
            recorded=recorded,
        )
        return cls.of(columns)

    def __len__(self) -> int:
        """Count the places of actors, holes included."""
        return len(self.actors)

    @cached_property
    def index_of(self) -> Mapping[str, int]:
        """Dense index of each actor in use, by id."""
        in_use = np.flatnonzero(self.actors.flags & ActorFlag.REMOVED == 0)
        return dict(zip(self.actors.id[in_use].tolist(), in_use.tolist(), strict=True))

    @cached_property
    def rank(self) -> NDArray[np.int32]:
        """Place of each actor's id among all ids in order, so that answers never depend on rows."""
        order = np.argsort(self.actors.id.astype(np.str_), kind="stable")
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    @cached_property
    def ties_by_actor(self) -> ByActor:
        """Rows of ties by either end."""
        return ByActor.of(len(self), self.ties.source, self.ties.target)

    @cached_property
    def positions_by_actor(self) -> ByActor:
        """Rows of positions by person and by organisation."""
        return ByActor.of(len(self), self.positions.contact, self.positions.partner)

    @cached_property
    def participations_by_actor(self) -> ByActor:
        """Rows of participations by who took part."""
        return ByActor.of(len(self), self.participations.actor)

    @cached_property
    def never_on_a_route(self) -> NDArray[np.bool_]:
        """Whether each actor is to be left out of every route, whatever the odds."""
        return (self.actors.flags & NEVER_ON_A_ROUTE) != 0

    @cached_property
    def out_of_use(self) -> NDArray[np.bool_]:
        """Whether each actor is removed or merged into another: its ties and positions rest."""
        return (self.actors.flags & (ActorFlag.REMOVED | ActorFlag.MERGED)) != 0

    @cached_property
    def positions_in_use(self) -> NDArray[np.bool_]:
        """Whether person and organisation of each position are in use."""
        gone, positions = self.out_of_use, self.positions
        return ~(gone[positions.contact] | gone[positions.partner])

    @cached_property
    def nbytes(self) -> int:
        """Bytes held by the columns; an identifier counts as 64."""
        tables = [self.actors, self.ties, self.positions, self.participations, self.asks]
        if self.asks_on_record is not self.asks:
            tables.append(self.asks_on_record)
        arrays = [getattr(table, name) for table in tables for name in table.DTYPES]
        return sum(array.nbytes for array in arrays) + 64 * len(self.actors)

    def on(self, day: int, reader: UserId | None = None) -> "NetworkView":
        """Look at one day, as one reader; ``day`` is an epoch day. Nothing is copied."""
        return NetworkView(self, day, reader)


@dataclass(frozen=True, eq=False)
class NetworkView:
    """A network on a day, as masks over its columns.

    Today every reader sees all ties; sealed ones will be masked here.
    """

    network: Network
    day: int
    reader: UserId | None = None

    @cached_property
    def ties(self) -> NDArray[np.bool_]:
        """Ties valid on the day whose type is on and whose ends are in use."""
        ties, gone = self.network.ties, self.network.out_of_use
        is_on = np.array([type_.is_on for type_ in self.network.types], np.bool_)
        valid = (ties.since <= self.day) & (self.day < ties.until) & is_on[ties.type]
        return valid & ~(gone[ties.source] | gone[ties.target])

    @cached_property
    def positions(self) -> NDArray[np.bool_]:
        """Positions held on the day whose person and organisation are in use."""
        positions = self.network.positions
        held = (positions.since <= self.day) & (self.day < positions.until)
        return held & self.network.positions_in_use


def _of_those_who_stay(asks: AskColumns, count: int, mergers: MergerColumns) -> AskColumns:
    """Put those who stay in the place of whoever was merged into them, at first or at last."""
    if not len(mergers):
        return asks
    stays = np.arange(count, dtype=np.int32)
    stays[mergers.merged] = mergers.into
    for _ in range(len(mergers)):  # a store refuses mergers that lead back; so would this end
        further = stays[stays]
        if np.array_equal(further, stays):
            break
        stays = further
    return replace(asks, source=stays[asks.source], target=stays[asks.target])
