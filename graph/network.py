"""The immutable snapshot of one revision that every measure reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from functools import cached_property
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.records.contacts import Contact
from graph.records.dates import BEGINNING, OPEN_END
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest
from graph.records.ties import BUILT_IN_TYPES, StrengthOverride, Tie, TieType, custom_type
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    PositionType,
    RequestState,
    Sector,
    UserId,
)

NO_DAY: Final = BEGINNING
NO_CAP: Final = -1
"""The network's own cap on open requests counts."""
"""Stands for "not known" in columns of days that are not ends of a period."""


class ActorFlag(IntFlag):
    """Yes-or-no facts of an actor, one bit each."""

    LEADER = 1
    DO_NOT_ASK = 2
    DECEASED = 4
    OPTED_OUT = 8
    KEY_PARTNER = 16
    REMOVED = 32
    MERGED = 64


NEVER_ON_A_ROUTE: Final = (
    ActorFlag.DO_NOT_ASK
    | ActorFlag.DECEASED
    | ActorFlag.OPTED_OUT
    | ActorFlag.REMOVED
    | ActorFlag.MERGED
)


def _codes(words: Iterable[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(words, start=1)}


# Codes in columns: 0 is "not known", otherwise 1 + place in the enumeration.
KIND_CODES: Final = _codes(ActorKind)
SECTOR_CODES: Final = _codes(Sector)
LEVEL_CODES: Final = _codes(Level)
PARTNER_KIND_CODES: Final = _codes(PartnerKind)
CAPACITY_CODES: Final = _codes(Capacity)
INTERACTION_CODES: Final = _codes(InteractionKind)
POSITION_CODES: Final = _codes(PositionType)
CHANNEL_CODES: Final = _codes(Channel)
REQUEST_STATE_CODES: Final = _codes(RequestState)
CONTACT: Final = KIND_CODES[ActorKind.CONTACT]
PARTNER: Final = KIND_CODES[ActorKind.PARTNER]
BODY: Final = PARTNER_KIND_CODES[PartnerKind.BODY]


class Columns:
    """Equally long arrays, one row a thing."""

    __slots__ = ()
    DTYPES: ClassVar[Mapping[str, Any]]

    @classmethod
    def of(cls, **columns: ArrayLike) -> Self:
        """Make columns of anything that numpy can turn into arrays of the right types."""
        return cls(**{name: np.asarray(columns[name], dtype) for name, dtype in cls.DTYPES.items()})

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[Any]]) -> Self:
        """Make columns of rows whose values stand in the order of ``DTYPES``."""
        columns = zip(*rows, strict=True) if rows else ((),) * len(cls.DTYPES)
        return cls.of(**dict(zip(cls.DTYPES, columns, strict=True)))

    @classmethod
    def empty(cls) -> Self:
        """Make columns without rows."""
        return cls.of_rows(())

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.DTYPES))))

    def take(self, rows: NDArray[Any]) -> Self:
        """Keep the rows that a mask or an array of places names."""
        return type(self)(**{name: getattr(self, name)[rows] for name in self.DTYPES})

    def with_newer(self, newer: Self, gone: NDArray[np.int32]) -> Self:
        """Replace the rows whose ``key`` stands in ``newer`` or ``gone``; sorted by ``key``."""
        mine, theirs = (getattr(columns, "key") for columns in (self, newer))  # noqa: B009
        if not len(theirs) and not len(gone):
            return self
        kept = ~np.isin(mine, np.concatenate([theirs, gone]))
        order = np.argsort(np.concatenate([mine[kept], theirs]), kind="stable")
        return type(self)(
            **{
                name: np.concatenate([getattr(self, name)[kept], getattr(newer, name)])[order]
                for name in self.DTYPES
            }
        )


@dataclass(frozen=True, slots=True, eq=False)
class ActorColumns(Columns):
    """One row an actor; ``index`` is its dense place in the store, 0 and up.

    ``kind``, ``sector``, ``level``, ``partner_kind``: codes as above; ``seniority`` 0 when not
    known; ``busyness`` NaN when not known; ``request_cap`` ``NO_CAP`` where the network's counts;
    ``flags``: bits of :class:`ActorFlag`.
    """

    DTYPES: ClassVar[Mapping[str, Any]] = {
        "index": np.int32,
        "id": np.object_,
        "kind": np.int8,
        "sector": np.int8,
        "level": np.int8,
        "partner_kind": np.int8,
        "seniority": np.int8,
        "busyness": np.float64,
        "request_cap": np.int8,
        "flags": np.uint8,
    }
    index: NDArray[np.int32]
    id: NDArray[np.object_]
    kind: NDArray[np.int8]
    sector: NDArray[np.int8]
    level: NDArray[np.int8]
    partner_kind: NDArray[np.int8]
    seniority: NDArray[np.int8]
    busyness: NDArray[np.float64]
    request_cap: NDArray[np.int8]
    flags: NDArray[np.uint8]

    def placed_into(self, older: Self) -> Self:
        """Put these rows at their index into dense columns, which grow where needed.

        Places that no row names have kind 0, an empty id and the ``REMOVED`` flag.
        """
        size = max(len(older), int(self.index.max()) + 1 if len(self) else 0)
        columns: dict[str, NDArray[Any]] = {}
        for name, dtype in self.DTYPES.items():
            blank = "" if name == "id" else ActorFlag.REMOVED if name == "flags" else 0
            column = np.full(size, blank, dtype)
            column[: len(older)] = getattr(older, name)
            column[self.index] = getattr(self, name)
            columns[name] = column
        columns["index"] = np.arange(size, dtype=np.int32)
        return type(self)(**columns)


@dataclass(frozen=True, slots=True, eq=False)
class TieColumns(Columns):
    """One row a tie. ``key`` is its dense number in the store; ``type`` a place in ``types``.

    ``strength`` and ``confidence`` NaN when not stated; ``since``, ``until`` half-open epoch days
    with ``BEGINNING`` and ``OPEN_END``; ``last_contact`` an epoch day or ``NO_DAY``. ``override``
    NaN when nobody said it, else it holds from ``override_since`` until ``override_until``,
    half-open, both ``NO_DAY`` without one.
    """

    DTYPES: ClassVar[Mapping[str, Any]] = {
        "key": np.int32,
        "source": np.int32,
        "target": np.int32,
        "type": np.int16,
        "strength": np.float64,
        "confidence": np.float32,
        "since": np.int32,
        "until": np.int32,
        "last_contact": np.int32,
        "override": np.float64,
        "override_since": np.int32,
        "override_until": np.int32,
    }
    key: NDArray[np.int32]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    type: NDArray[np.int16]
    strength: NDArray[np.float64]
    confidence: NDArray[np.float32]
    since: NDArray[np.int32]
    until: NDArray[np.int32]
    last_contact: NDArray[np.int32]
    override: NDArray[np.float64]
    override_since: NDArray[np.int32]
    override_until: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PositionColumns(Columns):
    """One row a position. ``type`` and ``capacity`` are codes."""

    DTYPES: ClassVar[Mapping[str, Any]] = {
        "key": np.int32,
        "contact": np.int32,
        "partner": np.int32,
        "type": np.int8,
        "capacity": np.int8,
        "since": np.int32,
        "until": np.int32,
    }
    key: NDArray[np.int32]
    contact: NDArray[np.int32]
    partner: NDArray[np.int32]
    type: NDArray[np.int8]
    capacity: NDArray[np.int8]
    since: NDArray[np.int32]
    until: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ParticipationColumns(Columns):
    """One row for each participant of each interaction held; ``key`` is the interaction's number.

    What is only planned or was cancelled has no rows. ``kind`` is a code; ``day`` the first day of
    the stated date; ``side`` 1 for the actor who started it, else 0, and 0 for all when nobody
    knows who did; ``answered`` an epoch day or ``NO_DAY``; ``recorded`` the epoch day on which it
    was written down; ``present`` is false for somebody for whom another came, who has a row too.
    """

    DTYPES: ClassVar[Mapping[str, Any]] = {
        "key": np.int32,
        "actor": np.int32,
        "kind": np.int8,
        "day": np.int32,
        "side": np.int8,
        "answered": np.int32,
        "recorded": np.int32,
        "present": np.bool_,
    }
    key: NDArray[np.int32]
    actor: NDArray[np.int32]
    kind: NDArray[np.int8]
    day: NDArray[np.int32]
    side: NDArray[np.int8]
    answered: NDArray[np.int32]
    recorded: NDArray[np.int32]
    present: NDArray[np.bool_]


AGREED: Final = 1
DECLINED: Final = 0
UNDECIDED: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class AskColumns(Columns):
    """One row for each step of a request that was ever asked; ``key`` is the request's number.

    ``source`` asked ``target``; ``asked`` is the first day of the first asking; ``state`` the code
    of the step's latest state; ``outcome`` ``AGREED``, ``DECLINED`` or ``UNDECIDED``, by the answer
    that counts, and ``decided`` its day, ``NO_DAY`` while undecided; ``channel`` the code of the
    way it was asked, 0 when not known; ``recorded`` the epoch day on which the answer was written
    down, or the asking while there is none; ``predicted`` what the model said before, NaN when it
    said nothing.
    """

    DTYPES: ClassVar[Mapping[str, Any]] = {
        "key": np.int32,
        "step": np.int8,
        "source": np.int32,
        "target": np.int32,
        "asked": np.int32,
        "state": np.int8,
        "outcome": np.int8,
        "decided": np.int32,
        "channel": np.int8,
        "recorded": np.int32,
        "predicted": np.float64,
    }
    key: NDArray[np.int32]
    step: NDArray[np.int8]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    asked: NDArray[np.int32]
    state: NDArray[np.int8]
    outcome: NDArray[np.int8]
    decided: NDArray[np.int32]
    channel: NDArray[np.int8]
    recorded: NDArray[np.int32]
    predicted: NDArray[np.float64]


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


def no_keys() -> NDArray[np.int32]:
    """Make an empty array of keys."""
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class NetworkColumns:
    """What a store hands over: all of a revision, or the difference to an older one.

    Parameters
    ----------
    revision
        Revision that the columns are right for.
    since
        0: everything in use. Otherwise: what changed after that revision.
    types
        Names of tie types by place, as ``TieColumns.type`` counts in these columns.
    registry
        Types that the network added or changed and has in use, always all of them.
    gone_ties, gone_positions, gone_interactions
        Keys of records out of use that changed after ``since``; the columns hold none of their
        rows. An interaction that was called off is out of use here.
    asks, touched_requests
        Steps that were asked, and the keys of all requests that changed after ``since``, whether
        any of their steps was asked or not.

    Notes
    -----
    Removed actors are rows with the ``REMOVED`` flag. Rows may stand in any order.

    """

    revision: int
    since: int
    actors: ActorColumns
    ties: TieColumns
    positions: PositionColumns
    participations: ParticipationColumns
    types: tuple[str, ...]
    registry: tuple[TieType, ...] = ()
    gone_ties: NDArray[np.int32] = field(default_factory=no_keys)
    gone_positions: NDArray[np.int32] = field(default_factory=no_keys)
    gone_interactions: NDArray[np.int32] = field(default_factory=no_keys)
    asks: AskColumns = field(default_factory=AskColumns.empty)
    touched_requests: NDArray[np.int32] = field(default_factory=no_keys)


@dataclass(frozen=True, eq=False)
class Network:
    """All dates of one revision, in flat arrays.

    Parameters
    ----------
    revision
        Revision of the network's store.
    actors
        Row ``i`` is the actor with index ``i``; removed ones and holes carry ``REMOVED``.
    ties, positions, participations, asks
        Sorted by key.
    types
        Registry, by the code that ``ties.type`` holds.

    """

    revision: int
    actors: ActorColumns
    ties: TieColumns
    positions: PositionColumns
    participations: ParticipationColumns
    types: tuple[TieType, ...]
    asks: AskColumns = field(default_factory=AskColumns.empty)

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
        return type(self)(
            newer.revision,
            newer.actors.placed_into(self.actors),
            self.ties.with_newer(ties, newer.gone_ties),
            self.positions.with_newer(newer.positions, newer.gone_positions),
            self.participations.with_newer(newer.participations, newer.gone_interactions),
            types,
            self.asks.with_newer(newer.asks, newer.touched_requests),
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
        ordered = sorted(actors, key=lambda actor: actor.id)
        index = {actor.id: place for place, actor in enumerate(ordered)}
        names = tuple(dict.fromkeys(tie.type for tie in ties))
        columns = NetworkColumns(
            revision=1,
            since=0,
            actors=ActorColumns.of_rows([actor_row(index[a.id], a) for a in ordered]),
            ties=TieColumns.of_rows(
                [
                    tie_row(key, tie, index[tie.source_id], index[tie.target_id], names)
                    for key, tie in enumerate(ties)
                ]
            ),
            positions=PositionColumns.of_rows(
                [
                    position_row(key, post, index[post.contact_id], index[post.partner_id])
                    for key, post in enumerate(positions)
                ]
            ),
            participations=ParticipationColumns.of_rows(
                [
                    participation_row(key, act, actor_id, index[actor_id], recorded)
                    for key, act in enumerate(interactions)
                    if act.is_held
                    for actor_id in act.participants
                ]
            ),
            asks=AskColumns.of_rows(
                [
                    row
                    for key, request in enumerate(requests)
                    for row in ask_rows(key, request, index, recorded)
                ]
            ),
            types=names,
            registry=tuple(types),
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
        tables = (self.actors, self.ties, self.positions, self.participations, self.asks)
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


def actor_row(index: int, actor: Contact | Partner) -> tuple[Any, ...]:
    """Give the values of ``ActorColumns`` for a record in use."""
    if isinstance(actor, Partner):
        flags = ActorFlag.KEY_PARTNER * actor.is_key_partner | ActorFlag.MERGED * (
            actor.merged_into is not None
        )
        return (
            index,
            actor.id,
            PARTNER,
            SECTOR_CODES.get(actor.sector or "", 0),
            LEVEL_CODES.get(actor.level or "", 0),
            PARTNER_KIND_CODES[actor.kind],
            0,
            np.nan,
            NO_CAP,
            int(flags),
        )
    flags = (
        ActorFlag.LEADER * actor.is_leader
        | ActorFlag.DO_NOT_ASK * actor.do_not_ask
        | ActorFlag.DECEASED * actor.is_deceased
        | ActorFlag.OPTED_OUT * actor.has_opted_out
        | ActorFlag.MERGED * (actor.merged_into is not None)
    )
    busyness = np.nan if actor.busyness is None else actor.busyness
    cap = NO_CAP if actor.request_cap is None else actor.request_cap
    return (index, actor.id, CONTACT, 0, 0, 0, actor.seniority or 0, busyness, cap, int(flags))


def tie_row(
    key: int, tie: Tie, source: int, target: int, types: Sequence[str]
) -> tuple[float, ...]:
    """Give the values of ``TieColumns`` for a record in use."""
    return (
        key,
        source,
        target,
        types.index(tie.type),
        np.nan if tie.strength is None else tie.strength,
        np.nan if tie.confidence is None else tie.confidence,
        tie.since.day if tie.since else BEGINNING,
        tie.until.day_after if tie.until else OPEN_END,
        tie.last_contact.day if tie.last_contact else NO_DAY,
        *override_values(tie.override),
    )


def override_values(said: StrengthOverride | None) -> tuple[float, int, int]:
    """Give the last three values of ``TieColumns``."""
    return (
        (np.nan, NO_DAY, NO_DAY)
        if said is None
        else (
            said.strength,
            said.since.day,
            said.day_after,
        )
    )


def position_row(key: int, post: Position, contact: int, partner: int) -> tuple[int, ...]:
    """Give the values of ``PositionColumns`` for a record in use."""
    return (
        key,
        contact,
        partner,
        POSITION_CODES[post.type],
        CAPACITY_CODES.get(post.capacity or "", 0),
        post.since.day if post.since else BEGINNING,
        post.until.day_after if post.until else OPEN_END,
    )


def participation_row(
    key: int, act: Interaction, actor_id: str, actor: int, recorded: int | None
) -> tuple[Any, ...]:
    """Give the values of ``ParticipationColumns`` for a participant of an interaction held."""
    return (
        key,
        actor,
        INTERACTION_CODES[act.kind],
        act.held_on.day,
        int(act.initiator == actor_id),
        act.answered_on.day if act.answered_on else NO_DAY,
        act.held_on.day if recorded is None else recorded,
        actor_id not in act.represented,
    )


def ask_rows(
    key: int, request: IntroductionRequest, index: Mapping[str, int], recorded: int | None
) -> Iterator[tuple[Any, ...]]:
    """Give the values of ``AskColumns`` for each step of a request that was asked.

    ``recorded`` is the day of the request's last change; an event that says when it was written
    down is believed more.
    """
    for place, step in enumerate(request.steps):
        events = request.events_of(place)
        asked = next((event for event in events if event.state is RequestState.ASKED), None)
        if asked is None:
            continue
        answer = request.answer_of(place)
        outcome = _OUTCOMES.get(answer.state, UNDECIDED) if answer else UNDECIDED
        decisive = asked if answer is None else answer
        noted = decisive.noted_on or (decisive.on if recorded is None else None)
        yield (
            key,
            place,
            index[step.asker_id],
            index[step.asked_id],
            asked.on.day,
            REQUEST_STATE_CODES[request.state_of(place)],
            outcome,
            answer.on.day if answer and outcome != UNDECIDED else NO_DAY,
            CHANNEL_CODES.get(asked.channel or step.channel or "", 0),
            noted.day if noted else recorded,
            step.predicted.probability if step.predicted else np.nan,
        )


_OUTCOMES: Final = {RequestState.AGREED: AGREED, RequestState.DECLINED: DECLINED}
"""The only answers that teach anything."""
