"""Shortest routes by lengths: one search per source.

Length is 1 / strength. Whether two routes are equally long decides betweenness, and binary
fractions answer it wrongly: in them 1/2 + 1/12 is not 1/3 + 1/4. So lengths are whole numbers
wherever they can be, and compared with a tolerance elsewhere (``lengths_of``).
"""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Ints = NDArray[np.int64]

LARGEST_MULTIPLE: Final = 1 << 40
TOLERANCE: Final = 1e-10

_NARROWER: Final = 0.999  # a bucket is so much of the least length: rounding joins no two
_MOST_BUCKETS: Final = 1 << 16
_EMPTY: Final = 4  # buckets for each vertex that may be looked at in vain
_SHIFT: Final = 2
_CHILDREN: Final = 1 << _SHIFT


@dataclass(frozen=True, eq=False)
class Lengths:
    """Lengths of arcs, in a unit in which they can be compared.

    Parameters
    ----------
    values
        Shape (m,), read-only: int64 if ``tolerance`` is 0, else float64.
    unit
        So many of it are a length of 1 / 1.
    tolerance
        Two lengths are equal if they differ by at most this share of the larger.

    """

    values: NDArray[Any]
    unit: float
    tolerance: float

    @property
    def width(self) -> float:
        """Width of buckets for searches; 0 if the lengths differ too much for buckets."""
        if not len(self.values):
            return 0.0
        width = _NARROWER * float(self.values.min())
        return width if float(self.values.max()) < (_MOST_BUCKETS - 2) * width else 0.0

    @property
    def unreached(self) -> int | float:
        """Length longer than any."""
        return int(np.iinfo(np.int64).max) if self.tolerance == 0 else math.inf


def lengths_of(weight: ArrayLike) -> Lengths:
    """Make lengths 1 / weight that can be compared.

    Whole weights give the whole numbers M / weight, where M is their least common multiple, as
    long as M is below 2**40; then equal is equal. Others give fractions and a tolerance of 1e-10.

    Raises
    ------
    ValueError
        If a weight is not above 0 and finite.

    """
    weights = np.asarray(weight, np.float64)
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError("Strengths must be finite numbers above 0 to be turned into lengths.")
    distinct = np.unique(weights)
    multiple = 1
    for one in distinct.tolist():
        if not one.is_integer() or multiple >= LARGEST_MULTIPLE:
            break
        multiple = math.lcm(multiple, int(one))
    else:
        if multiple < LARGEST_MULTIPLE:
            whole = np.array([multiple // int(one) for one in distinct.tolist()], np.int64)
            values = whole[np.searchsorted(distinct, weights)]
            return Lengths(read_only(values, np.int64), float(multiple), 0.0)
    return Lengths(read_only(1.0 / weights, np.float64), 1.0, TOLERANCE)


@kernel
def bucket_count(length: NDArray[Any], width: float) -> int:
    """Give the number of buckets that are in use at a time, rounded up to a power of two."""
    count = 4
    if width > 0.0:
        while count < length.max() / width + 2:
            count *= 2
    return count


@kernel
def settle(
    source: int,
    ptr: Ints,
    idx: Indices,
    length: NDArray[Any],
    distance: NDArray[Any],
    order: Indices,
    heap: Indices,
    key: NDArray[Any],
    bucket: Indices,
    following: Indices,
    width: float,
    farthest: float,
) -> int:
    """Find how far each vertex is from a source.

    ``distance`` must hold ``Lengths.unreached`` and is set for whoever is reached; ``order`` gets
    them, the source first, everybody after those before him on shortest routes. ``heap``, ``key``
    and ``following`` are work areas of m + 1 elements; ``bucket`` has ``bucket_count`` of them,
    all -1, and is so again.

    ``farthest`` is how far the search before went, infinite if there was none: where most buckets
    of ``width`` would be empty, a heap is used.

    Returns
    -------
    int
        Number of vertices reached, the source among them.

    """
    if width > 0.0 and farthest <= _EMPTY * len(distance) * width:
        return _by_buckets(
            source, ptr, idx, length, distance, order, heap, bucket, following, width
        )
    return _by_heap(source, ptr, idx, length, distance, order, heap, key)


@kernel
def _by_buckets(
    source: int,
    ptr: Ints,
    idx: Indices,
    length: NDArray[Any],
    distance: NDArray[Any],
    order: Indices,
    entered: Indices,
    bucket: Indices,
    following: Indices,
    width: float,
) -> int:
    """Search with a ring of buckets.

    Vertices whose distances fall into one bucket cannot be before one another on a route, for no
    arc is as short as a bucket is wide: they are settled in any order (Denardo and Fox 1979,
    Operations Research 27:161). A vertex that comes nearer is put in once more, and passed over
    in the later bucket.
    """
    scale = 1.0 / width
    last = len(bucket) - 1
    entered[0] = source
    following[0] = -1
    bucket[0] = 0
    distance[source] = 0
    size = 1
    waiting = 1
    reached = 0
    at = 0
    while waiting > 0:
        place = bucket[at & last]
        if place < 0:
            at += 1
            continue
        bucket[at & last] = following[place]
        waiting -= 1
        vertex = entered[place]
        here = distance[vertex]
        if int(here * scale) != at:
            continue
        order[reached] = vertex
        reached += 1
        for arc in range(ptr[vertex], ptr[vertex + 1]):
            other = idx[arc]
            total = here + length[arc]
            if total < distance[other]:
                before = distance[other]
                distance[other] = total
                into = int(total * scale)
                if before < total + width and int(before * scale) == into:
                    continue  # it is in that bucket already
                entered[size] = other
                following[size] = bucket[into & last]
                bucket[into & last] = size
                size += 1
                waiting += 1
    return reached


@kernel
def _by_heap(
    source: int,
    ptr: Ints,
    idx: Indices,
    length: NDArray[Any],
    distance: NDArray[Any],
    order: Indices,
    heap: Indices,
    key: NDArray[Any],
) -> int:
    """Search with a heap; a vertex that comes nearer is put in once more, and passed over late."""
    size = 1
    heap[0] = source
    key[0] = 0
    distance[source] = 0
    reached = 0
    while size > 0:
        vertex = heap[0]
        here = key[0]
        size -= 1
        _sink(size, heap, key)
        if here > distance[vertex]:
            continue
        order[reached] = vertex
        reached += 1
        for arc in range(ptr[vertex], ptr[vertex + 1]):
            other = idx[arc]
            total = here + length[arc]
            if total >= distance[other]:
                continue
            distance[other] = total
            place = size
            size += 1
            while place > 0:
                above = (place - 1) >> _SHIFT
                if key[above] <= total:
                    break
                heap[place] = heap[above]
                key[place] = key[above]
                place = above
            heap[place] = other
            key[place] = total
    return reached


@kernel
def _sink(size: int, heap: Indices, key: NDArray[Any]) -> None:
    """Put the last of ``size`` + 1 in the first place and let it sink."""
    vertex = heap[size]
    value = key[size]
    place = 0
    first = 1
    while first < size:
        least = first
        lowest = key[first]
        for child in range(first + 1, min(first + _CHILDREN, size)):
            if key[child] < lowest:
                least = child
                lowest = key[child]
        if lowest >= value:
            break
        heap[place] = heap[least]
        key[place] = lowest
        place = least
        first = (place << _SHIFT) + 1
    heap[place] = vertex
    key[place] = value


@kernel
def are_equal(one: float, other: float, tolerance: float) -> bool:
    """Whether two lengths are equal; exactly so without a tolerance."""
    if tolerance == 0.0:
        return bool(one == other)
    return bool(abs(one - other) <= tolerance * max(one, other))
