"""The arcs of a network in the one form that the searches read.

A call into compiled code costs a little for every array that it is handed, and a search for routes
is over in a few microseconds. So all arrays lie in one, packed once per network; kernels take it
apart again, which costs nothing there.

Arcs stand in compressed rows, forward (``out_*``) and backward (``in_*``): ``ptr`` int64 of n + 1,
``idx`` int32, ``length`` int64. There is at most one arc per ordered pair of actors: of several
ties the caller takes the best.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Marks = NDArray[np.int8]

NO_HOP: Final = -1

_HEAD: Final = 2  # number of actors, number of arcs


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs that a route may use, packed.

    Parameters
    ----------
    packed
        One read-only array, int64; the others are parts of it.
    out_ptr, out_idx, out_length, in_ptr, in_idx, in_length
        The same arcs, forward and backward, each row sorted by index.
    rank
        Shape (n,), int32: place of each actor's identifier in sorted order.
    never
        Shape (n,), int8: 1 for actors on no route; they have no arcs.

    """

    packed: Ints
    out_ptr: Ints
    out_idx: Indices
    out_length: Ints
    in_ptr: Ints
    in_idx: Indices
    in_length: Ints
    rank: Indices
    never: Marks

    @classmethod
    def of(
        cls,
        source: ArrayLike,
        target: ArrayLike,
        length: ArrayLike,
        rank: ArrayLike,
        never: ArrayLike,
    ) -> Self:
        """Pack the arcs that a route may use.

        Parameters
        ----------
        source, target
            Indices of actors, one element per arc, in any order.
        length
            As ``hop_lengths`` gives; an arc of ``NO_HOP`` is left out.
        rank
            Place of each actor's identifier in sorted order.
        never
            Whether an actor is on no route; its arcs are left out.

        """
        lengths = np.asarray(length, dtype=np.int64)
        tails, heads = np.asarray(source, dtype=np.int32), np.asarray(target, dtype=np.int32)
        marks = np.asarray(never, dtype=np.bool_)
        usable = np.flatnonzero((lengths >= 0) & ~marks[tails] & ~marks[heads])
        actors = len(marks)
        codes = tails[usable].astype(np.int64) * actors + heads[usable]
        if not np.all(codes[:-1] < codes[1:]):
            usable = usable[np.argsort(codes)]
        tails, heads, lengths = tails[usable], heads[usable], lengths[usable]
        out_ptr, in_ptr = _starts(tails, actors), _starts(heads, actors)
        into = _by_target(out_ptr, heads, actors)
        packed = _packed(
            [
                np.array([actors, len(usable)]),
                out_ptr,
                in_ptr,
                lengths,
                lengths[into],
            ],
            [heads, tails[into], np.asarray(rank, dtype=np.int32)],
            marks,
        )
        return cls(packed, *unpacked(packed))

    def __len__(self) -> int:
        """Count the actors."""
        return len(self.rank)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.packed.nbytes


def _starts(ends: Indices, actors: int) -> Ints:
    """Start of each actor's arcs among arcs sorted by actor; one more than actors."""
    starts = np.zeros(actors + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=actors), out=starts[1:])
    return starts


def _by_target(out_ptr: Ints, heads: Indices, actors: int) -> Ints:
    """Order arcs by target, then source, by counting: they stand by source, then target."""
    places = csr_array((np.arange(len(heads)), heads, out_ptr), shape=(actors, actors))
    return places.tocsc().data.astype(np.int64, copy=False)


def _packed(wide: list[Ints], narrow: list[Indices], marks: NDArray[np.bool_]) -> Ints:
    """Lay arrays one after the other; each width begins at a whole number of eight bytes."""
    parts: list[NDArray[Any]] = [
        np.concatenate(wide, dtype=np.int64).view(np.uint8),
        np.concatenate(narrow, dtype=np.int32).view(np.uint8),
        marks.view(np.uint8),
    ]
    padded = [np.pad(part, (0, -len(part) % 8)) for part in parts]
    packed = np.concatenate(padded).view(np.int64)
    packed.flags.writeable = False
    return packed


@kernel
def unpacked(
    packed: Ints,
) -> tuple[Ints, Indices, Ints, Ints, Indices, Ints, Indices, Marks]:
    """Give the parts in the order in which :class:`Arcs` names them."""
    actors = packed[0]
    arcs = packed[1]
    into = _HEAD + actors + 1
    lengths = into + actors + 1
    narrow = lengths + 2 * arcs
    marks = narrow + (2 * arcs + actors + 1) // 2
    indices = packed[narrow:marks].view(np.int32)
    return (
        packed[_HEAD:into],
        indices[:arcs],
        packed[lengths : lengths + arcs],
        packed[into:lengths],
        indices[arcs : 2 * arcs],
        packed[lengths + arcs : narrow],
        indices[2 * arcs : 2 * arcs + actors],
        packed[marks:].view(np.int8)[:actors],
    )
