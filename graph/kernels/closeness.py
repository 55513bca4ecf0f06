"""How many each vertex reaches, how far they are, and how near: sums over shortest routes.

Guide: ``docs/methods/closeness.md``. Without lengths 512 searches run at once, one bit each.
"""

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel
from graph.kernels.geodesics import Lengths, bucket_count, settle

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Sums = tuple[Ints, Floats, Floats]

AT_ONCE: Final = 512  # searches: one bit each

_WORDS: Final = AT_ONCE // 64
_FEW: Final = 12  # a frontier of fewer than 1 in so many vertices is followed, not looked for
_ONE: Final = np.uint64(1)
_NONE: Final = np.uint64(0)
_PAIRS: Final = np.uint64(0x5555555555555555)
_FOURS: Final = np.uint64(0x3333333333333333)
_EIGHTS: Final = np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM: Final = np.uint64(0x0101010101010101)
_BY_1: Final = np.uint64(1)
_BY_2: Final = np.uint64(2)
_BY_4: Final = np.uint64(4)
_BY_56: Final = np.uint64(56)


class Adjacency(Protocol):
    """Neighbours in compressed rows, nobody twice in one and nobody in his own."""

    @property
    def ptr(self) -> Ints:
        """Shape (n + 1,): where each row begins."""
        ...

    @property
    def idx(self) -> Indices:
        """Shape (m,): the neighbours."""
        ...


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The least that is an adjacency."""

    ptr: Ints
    idx: Indices


def closeness_sums(out: Adjacency, back: Adjacency, targets: ArrayLike) -> Sums:
    """Sum over targets how far each vertex is from them, in steps.

    Parameters
    ----------
    out
        Whom each vertex can approach; the other way round (``out`` and ``back`` changed over)
        the answer is how far the targets are from each vertex.
    back
        The same arcs turned round; without direction, the same rows.
    targets
        Shape (t,), at most ``AT_ONCE`` different vertices; more need several calls, and their
        answers add up.

    Returns
    -------
    reached
        Shape (n,), int64: targets that the vertex reaches, itself not counted.
    total
        Shape (n,), float64: sum of their distances, whole.
    nearness
        Shape (n,), float64: sum of 1 / distance.

    Raises
    ------
    ValueError
        If there are too many targets.

    Notes
    -----
    Time O(levels · ties · targets / 64) at most; memory 200 bytes a vertex.

    """
    chosen = read_only(targets, np.int32)
    if len(chosen) > AT_ONCE:
        raise ValueError(f"There are {len(chosen)} targets; at most {AT_ONCE} go at once.")
    return _sums(
        read_only(out.ptr, np.int64),
        read_only(out.idx, np.int32),
        read_only(back.ptr, np.int64),
        read_only(back.idx, np.int32),
        chosen,
    )


def weighted_closeness_sums(rows: Adjacency, lengths: Lengths, sources: ArrayLike) -> Sums:
    """Sum how far others are from each source, by lengths of arcs.

    Parameters
    ----------
    rows
        Whom each vertex can approach; turned round, the answer is how far others have to a source.
    lengths
        Of the arcs, as ``lengths_of`` makes them.
    sources
        Shape (s,): vertices.

    Returns
    -------
    reached, total, nearness
        Shape (s,): as for ``closeness_sums``, for each source over all other vertices.

    Notes
    -----
    Time O(sources · (ties + vertices · log vertices)).

    """
    reached, total, nearness = _weighted(
        read_only(rows.ptr, np.int64),
        read_only(rows.idx, np.int32),
        lengths.values,
        lengths.unreached,
        lengths.width,
        read_only(sources, np.int32),
    )
    return reached, total / lengths.unit, nearness * lengths.unit


@kernel
def _ones(word: np.uint64) -> np.uint64:
    """Count bits; the compiler knows this form and makes one instruction of it."""
    word = word - ((word >> _BY_1) & _PAIRS)
    word = (word & _FOURS) + ((word >> _BY_2) & _FOURS)
    word = (word + (word >> _BY_4)) & _EIGHTS
    return (word * _SUM) >> _BY_56


@kernel
def _sums(
    ptr: Ints, idx: Indices, back_ptr: Ints, back_idx: Indices, targets: Indices
) -> tuple[Ints, Floats, Floats]:
    count = len(ptr) - 1
    reached = np.zeros(count, dtype=np.int64)
    total = np.zeros(count, dtype=np.float64)
    nearness = np.zeros(count, dtype=np.float64)
    seen = np.zeros((count, _WORDS), dtype=np.uint64)
    front = np.zeros((count, _WORDS), dtype=np.uint64)
    following = np.zeros((count, _WORDS), dtype=np.uint64)
    on_front = np.zeros(count, dtype=np.bool_)
    on_following = np.zeros(count, dtype=np.bool_)
    is_complete = np.zeros(count, dtype=np.bool_)
    listed = np.empty(count, dtype=np.int32)
    next_listed = np.empty(count, dtype=np.int32)
    every = np.zeros(_WORDS, dtype=np.uint64)
    size = 0
    for place in range(len(targets)):
        word = place // 64
        bit = _ONE << np.uint64(place % 64)
        vertex = targets[place]
        every[word] |= bit
        seen[vertex, word] |= bit
        front[vertex, word] |= bit
        if not on_front[vertex]:
            on_front[vertex] = True
            listed[size] = vertex
            size += 1
    level = 0
    while size > 0:
        level += 1
        found = 0
        if size * _FEW < count:
            # Follow the frontier: everybody who points to somebody on it.
            candidates = 0
            for place in range(size):
                vertex = listed[place]
                for arc in range(back_ptr[vertex], back_ptr[vertex + 1]):
                    other = back_idx[arc]
                    if is_complete[other]:
                        continue
                    if on_following[other]:
                        for word in range(_WORDS):
                            following[other, word] |= front[vertex, word]
                    else:
                        on_following[other] = True
                        next_listed[candidates] = other
                        candidates += 1
                        for word in range(_WORDS):
                            following[other, word] = front[vertex, word]
            for place in range(candidates):
                vertex = next_listed[place]
                new = np.int64(0)
                left = _NONE
                for word in range(_WORDS):
                    bits = following[vertex, word] & ~seen[vertex, word]
                    following[vertex, word] = bits
                    seen[vertex, word] |= bits
                    left |= every[word] & ~seen[vertex, word]
                    new += np.int64(_ones(bits))
                is_complete[vertex] = left == _NONE
                on_following[vertex] = new > 0
                if new > 0:
                    reached[vertex] += new
                    total[vertex] += new * level
                    nearness[vertex] += new / level
                    next_listed[found] = vertex
                    found += 1
        else:
            # Look for it: everybody who still lacks a target asks those he can approach.
            for vertex in range(count):
                if is_complete[vertex]:
                    continue
                w0 = w1 = w2 = w3 = w4 = w5 = w6 = w7 = _NONE
                for arc in range(ptr[vertex], ptr[vertex + 1]):
                    other = idx[arc]
                    if on_front[other]:
                        w0 |= front[other, 0]
                        w1 |= front[other, 1]
                        w2 |= front[other, 2]
                        w3 |= front[other, 3]
                        w4 |= front[other, 4]
                        w5 |= front[other, 5]
                        w6 |= front[other, 6]
                        w7 |= front[other, 7]
                following[vertex, 0] = w0
                following[vertex, 1] = w1
                following[vertex, 2] = w2
                following[vertex, 3] = w3
                following[vertex, 4] = w4
                following[vertex, 5] = w5
                following[vertex, 6] = w6
                following[vertex, 7] = w7
                new = np.int64(0)
                left = _NONE
                for word in range(_WORDS):
                    bits = following[vertex, word] & ~seen[vertex, word]
                    following[vertex, word] = bits
                    seen[vertex, word] |= bits
                    left |= every[word] & ~seen[vertex, word]
                    new += np.int64(_ones(bits))
                is_complete[vertex] = left == _NONE
                if new > 0:
                    on_following[vertex] = True
                    reached[vertex] += new
                    total[vertex] += new * level
                    nearness[vertex] += new / level
                    next_listed[found] = vertex
                    found += 1
        for place in range(size):
            on_front[listed[place]] = False
        front, following = following, front
        on_front, on_following = on_following, on_front
        listed, next_listed = next_listed, listed
        size = found
    return reached, total, nearness


@kernel
def _weighted(
    ptr: Ints,
    idx: Indices,
    length: NDArray[Any],
    unreached: float,
    width: float,
    sources: Indices,
) -> tuple[Ints, Floats, Floats]:
    count = len(ptr) - 1
    reached = np.zeros(len(sources), dtype=np.int64)
    total = np.zeros(len(sources), dtype=np.float64)
    nearness = np.zeros(len(sources), dtype=np.float64)
    distance = np.full(count, unreached, dtype=length.dtype)
    order = np.empty(count, dtype=np.int32)
    heap = np.empty(len(idx) + 1, dtype=np.int32)
    key = np.empty(len(idx) + 1, dtype=length.dtype)
    bucket = np.full(bucket_count(length, width), -1, dtype=np.int32)
    following = np.empty(len(idx) + 1, dtype=np.int32)
    farthest = np.inf
    for place in range(len(sources)):
        found = settle(
            sources[place],
            ptr,
            idx,
            length,
            distance,
            order,
            heap,
            key,
            bucket,
            following,
            width,
            farthest,
        )
        farthest = float(distance[order[found - 1]])
        reached[place] = found - 1
        for nth in range(1, found):
            total[place] += distance[order[nth]]
            nearness[place] += 1.0 / distance[order[nth]]
        for nth in range(found):
            distance[order[nth]] = unreached
    return reached, total, nearness
