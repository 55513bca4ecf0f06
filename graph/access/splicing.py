"""Long columns with a few rows taken out, put in or rewritten; all else is copied in one go."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph.kernels import Arcs
from graph.kernels.arcs import unpacked

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


def places_in(ptr: Ints, idx: Indices, row: NDArray[Any], value: NDArray[Any]) -> Ints:
    """Find where values stand, or would stand, in ascending compressed rows.

    Parameters
    ----------
    ptr, idx
        Row i is ``idx[ptr[i]:ptr[i + 1]]``; a row beyond the last is empty and stands at the end.
    row, value
        Equally long: what is looked for, and where.

    """
    last = len(ptr) - 1
    low = ptr[np.minimum(row, last)].astype(np.int64)
    high = ptr[np.minimum(row.astype(np.int64) + 1, last)].astype(np.int64)
    while np.any(open_ := low < high):
        middle = (low + high) // 2
        is_before = open_.copy()
        is_before[open_] = idx[middle[open_]] < value[open_]
        low = np.where(is_before, middle + 1, low)
        high = np.where(open_ & ~is_before, middle, high)
    return low


def stand_at(ptr: Ints, idx: Indices, row: NDArray[Any], value: NDArray[Any]) -> Ints:
    """Find where values stand in ascending compressed rows; -1 where they do not."""
    place = places_in(ptr, idx, row, value)
    if not len(idx):
        return np.full(len(place), -1, np.int64)
    ends = ptr[np.minimum(row.astype(np.int64) + 1, len(ptr) - 1)]
    found = (place < ends) & (idx[np.minimum(place, len(idx) - 1)] == value)
    return np.where(found, place, -1)


@dataclass(frozen=True, eq=False)
class Splice:
    """Which rows of a column go, which are written anew, and before which others come in.

    Parameters
    ----------
    length
        Rows before.
    gone, changed
        Ascending, no row in both.
    come
        Ascending: the row before which each new one stands, as rows were counted before.

    """

    length: int
    gone: Ints
    changed: Ints
    come: Ints

    @property
    def moves(self) -> bool:
        """Whether any row stands elsewhere than before."""
        return len(self.gone) + len(self.come) > 0

    def __len__(self) -> int:
        """Count the rows after."""
        return self.length - len(self.gone) + len(self.come)

    def moved(self, rows: Ints) -> Ints:
        """Tell where rows that stay stand after."""
        before = np.searchsorted(self.come, rows, "right") - np.searchsorted(self.gone, rows)
        return rows + before

    @cached_property
    def arrived(self) -> Ints:
        """Where the new rows stand after."""
        return self.come - np.searchsorted(self.gone, self.come) + np.arange(len(self.come))

    @cached_property
    def rewritten(self) -> Ints:
        """Where the rows written anew stand after."""
        return self.moved(self.changed)

    @cached_property
    def _kept(self) -> list[tuple[slice, slice]]:
        """Runs of rows that stay together: where they stand after, and where they stood."""
        cuts = np.unique(
            np.concatenate([[0, self.length], self.gone, self.gone + 1, self.come]).astype(np.int64)
        )
        starts, stops = cuts[:-1], cuts[1:]
        stays = ~np.isin(starts, self.gone)
        starts, stops = starts[stays], stops[stays]
        after = self.moved(starts)
        ends = after + stops - starts
        return list(
            zip(
                map(slice, after.tolist(), ends.tolist()),
                map(slice, starts.tolist(), stops.tolist()),
                strict=True,
            )
        )

    def column(self, old: NDArray[Any], changed: NDArray[Any], come: NDArray[Any]) -> NDArray[Any]:
        """Give a column after: the old one itself if it reads the same."""
        if not self.moves and _alike(old[self.changed], changed):
            return old
        made = np.empty(len(self), old.dtype)
        self.write(made, old, changed, come)
        return made

    def write(
        self, into: NDArray[Any], old: NDArray[Any], changed: NDArray[Any], come: NDArray[Any]
    ) -> None:
        """Write a column after into an array of its length."""
        for after, before in self._kept:
            into[after] = old[before]
        into[self.rewritten] = changed
        into[self.arrived] = come


def _alike(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Tell whether two arrays of one type hold the same bits, NaN and all."""
    return one.tobytes() == other.tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class ArcChanges:
    """What becomes of arcs, each ascending by source, then target.

    Parameters
    ----------
    gone, changed, come
        Pairs of arrays: sources and targets.
    changed_length, come_length
        As ``graph.kernels.hop_lengths`` gives; never ``NO_HOP``.

    """

    gone: tuple[Indices, Indices]
    changed: tuple[Indices, Indices]
    changed_length: Ints
    come: tuple[Indices, Indices]
    come_length: Ints

    @property
    def is_empty(self) -> bool:
        """Whether all arcs stay as they are."""
        return not any(len(ends[0]) for ends in (self.gone, self.changed, self.come))


def repacked(arcs: Arcs, changes: ArcChanges, rank: Indices, never: NDArray[np.bool_]) -> Arcs:
    """Give what ``Arcs.of`` makes of the changed arcs, in one copy of the old ones.

    Parameters
    ----------
    arcs
        Packed arcs of no more actors than now.
    changes
        What differs.
    rank, never
        Of all actors of now, as in :class:`graph.kernels.Arcs`.

    """
    is_same = len(arcs) == len(rank) and np.array_equal(arcs.rank, rank)
    if changes.is_empty and is_same and np.array_equal(arcs.never.astype(np.bool_), never):
        return arcs
    count = len(arcs.out_idx) - len(changes.gone[0]) + len(changes.come[0])
    room = _Room.of(len(rank), count)
    room.rank[:], room.never[:] = rank, never
    out = (arcs.out_ptr, arcs.out_idx, arcs.out_length)
    _write_side((room.out_ptr, room.out_idx, room.out_length), out, changes)
    into = (arcs.in_ptr, arcs.in_idx, arcs.in_length)
    _write_side((room.in_ptr, room.in_idx, room.in_length), into, _turned(changes))
    room.packed.flags.writeable = False
    return Arcs(room.packed, *unpacked(room.packed))


def _turned(changes: ArcChanges) -> ArcChanges:
    """Read arcs from their targets, in that order."""
    gone, changed, come = (
        np.lexsort(ends) for ends in (changes.gone, changes.changed, changes.come)
    )
    return ArcChanges(
        (changes.gone[1][gone], changes.gone[0][gone]),
        (changes.changed[1][changed], changes.changed[0][changed]),
        changes.changed_length[changed],
        (changes.come[1][come], changes.come[0][come]),
        changes.come_length[come],
    )


def _write_side(
    room: tuple[Ints, Indices, Ints], old: tuple[Ints, Indices, Ints], changes: ArcChanges
) -> None:
    """Write starts, other ends and lengths of arcs seen from one side."""
    ptr, idx, lengths = old
    gone, changed, come = (
        places_in(ptr, idx, *ends) for ends in (changes.gone, changes.changed, changes.come)
    )
    splice = Splice(len(idx), gone, changed, come)
    room[0][:] = starts_after(ptr, len(room[0]) - 1, changes.gone[0], changes.come[0])
    splice.write(room[1], idx, changes.changed[1], changes.come[1])
    splice.write(room[2], lengths, changes.changed_length, changes.come_length)


def starts_after(ptr: Ints, actors: int, gone: Indices, come: Indices) -> Ints:
    """Give the starts of compressed rows after some of their elements went and others came.

    ``gone`` and ``come`` name the row of each element; ``actors`` rows there are after.
    """
    starts = np.full(actors + 1, ptr[-1], np.int64)
    starts[: len(ptr)] = ptr
    more = np.bincount(come, minlength=actors) - np.bincount(gone, minlength=actors)
    starts[1:] += np.cumsum(more)
    return starts


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """An array to be filled in the order in which ``graph.kernels.arcs`` packs arcs."""

    packed: Ints
    out_ptr: Ints
    in_ptr: Ints
    out_length: Ints
    in_length: Ints
    out_idx: Indices
    in_idx: Indices
    rank: Indices
    never: NDArray[np.int8]

    @classmethod
    def of(cls, actors: int, arcs: int) -> Self:
        """Make room for so many actors and arcs."""
        wide = 2 + 2 * (actors + 1) + 2 * arcs
        narrow = (2 * arcs + actors + 1) // 2
        packed = np.zeros(wide + narrow + (actors + 7) // 8, np.int64)
        packed[:2] = actors, arcs
        out_ptr, in_ptr, out_length, in_length = np.split(
            packed[2:wide], np.cumsum([actors + 1, actors + 1, arcs])
        )
        indices = packed[wide : wide + narrow].view(np.int32)
        return cls(
            packed,
            out_ptr,
            in_ptr,
            out_length,
            in_length,
            indices[:arcs],
            indices[arcs : 2 * arcs],
            indices[2 * arcs : 2 * arcs + actors],
            packed[wide + narrow :].view(np.int8)[:actors],
        )
