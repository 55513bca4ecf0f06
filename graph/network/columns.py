"""The columns of a network: equally long arrays, as a store hands them over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from inspect import get_annotations
from typing import Any, ClassVar, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.network.codes import ActorFlag
from graph.records.ties import TieType


class Columns:
    """Equally long arrays, one row a thing."""

    __slots__ = ()
    DTYPES: ClassVar[Mapping[str, Any]]

    def __init_subclass__(cls) -> None:
        """Read the type of each column from its annotation, ``NDArray[type]``."""
        super().__init_subclass__()
        cls.DTYPES = {
            name: get_args(get_args(array)[1])[0] for name, array in get_annotations(cls).items()
        }

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

    key: NDArray[np.int32]
    actor: NDArray[np.int32]
    kind: NDArray[np.int8]
    day: NDArray[np.int32]
    side: NDArray[np.int8]
    answered: NDArray[np.int32]
    recorded: NDArray[np.int32]
    present: NDArray[np.bool_]


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
class MergerColumns(Columns):
    """One row an actor that was merged into another, each named by its index."""

    merged: NDArray[np.int32]
    into: NDArray[np.int32]


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
    mergers
        Always all of them.

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
    mergers: MergerColumns = field(default_factory=MergerColumns.empty)
