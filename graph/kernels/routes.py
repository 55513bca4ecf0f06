"""Best routes under a limit of steps: exact, equal ones in a stated order.

Guide: ``docs/access-paths.md``. Arcs as ``graph.kernels.arcs`` packs them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from graph.kernels.arcs import NO_HOP, Arcs, Indices, Ints, unpacked
from graph.kernels.bounds import (
    BOUNDS,
    DEPTH,
    MOST_REQUIRED,
    MOST_STEPS,
    UNREACHED,
    bit_of,
    bounds_of,
    clear,
    ends_of,
    give_back,
    lend,
    question,
    taller,
)
from graph.kernels.cache import kernel

_FIRST_STEPS: Final = 4  # the neighbourhoods of two steps around both ends are small

# Columns of the pool of partial routes.
_KEY: Final = 0
_SO_FAR: Final = 1
_STEPS: Final = 2
_NEEDED: Final = 3  # required actors not met yet, one bit each
_PATH: Final = 4
_COMPLETE: Final = -1

# Columns of the answer: length, first column after the route, actors.
_LENGTH: Final = 0
_END: Final = 1
_ROUTE: Final = 2


def hop_lengths(p: ArrayLike) -> Ints:
    """Give each hop a whole-number length whose sums order routes.

    Parameters
    ----------
    p
        Probability of each hop, in 0..1.

    Returns
    -------
    ndarray
        Shape of ``p``, int64: ``8 round(-10^12 ln p) + 1``; ``NO_HOP`` where p is 0. Sums of at
        most six order routes by probability, then by fewer steps.

    Raises
    ------
    ValueError
        If a probability is NaN or outside 0..1.

    """
    chances = np.asarray(p, dtype=np.float64)
    wrong = ~((chances >= 0) & (chances <= 1))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"p[{first}] is {chances.flat[first]}; the probability of a hop lies in 0..1."
        )
    possible = chances > 0
    costs = -np.log(np.where(possible, chances, 1.0))
    return np.where(possible, 8 * np.rint(1e12 * costs).astype(np.int64) + 1, NO_HOP)


def best_routes(
    arcs: Arcs,
    sources: Sequence[int],
    targets: Sequence[int],
    required: Sequence[int] = (),
    avoid: Sequence[int] = (),
    *,
    k: int,
    max_steps: int,
) -> tuple[list[list[int]], list[int]]:
    """Find the k best routes from any source to any target within a limit of steps.

    A route visits no actor twice and ends at the first target it meets. It may pass through
    another source. An actor that is source and target at once is a route of no steps. Routes are
    ordered by length, equal ones by the ranks of their actors, first to last.

    Parameters
    ----------
    arcs
        What a route may use.
    sources, targets, required
        Indices of actors; every route meets all required ones, ends included.
    avoid
        Indices of actors on no route, beside those of ``arcs.never``. A source or target among
        them is passed over, a required actor among them leaves no route.
    k
        Number of routes wanted, at least 1.
    max_steps
        Most steps of a route, 1 to 6.

    Returns
    -------
    routes
        Indices of the actors of each route, at most k routes.
    lengths
        Of each.

    Raises
    ------
    ValueError
        If ``k``, ``max_steps`` or the number of required actors is out of its range.

    Notes
    -----
    ``best[h][v][R]`` is the least length of a walk from v to a target in at most h steps that meets
    all of R. It is computed for few steps from the targets backward, for many from the sources
    forward, always on the cheaper side; the search over partial routes then opens the one with
    the least length so far plus bound. A bound never exceeds the true rest, so the order is exact.
    Beyond four steps the answer under a limit of one step less goes first: its k-th length is the
    most that any of the k best can have, and whoever lies further is never looked at. Work is
    proportional to what is left of the neighbourhoods of the ends.

    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1 route.")
    if not 1 <= max_steps <= MOST_STEPS:
        raise ValueError(f"max_steps is {max_steps}; it must be 1 to {MOST_STEPS}.")
    if len(required) > MOST_REQUIRED:
        raise ValueError(f"{len(required)} actors are required; at most {MOST_REQUIRED} can be.")
    asked = question(sources, targets, required, avoid)
    slot = lend(len(arcs))
    found = _best_routes(arcs.packed, asked, slot, k, max_steps)
    give_back(slot)
    rows = found.tolist()
    return [row[_ROUTE : row[_END]] for row in rows], [row[_LENGTH] for row in rows]


@kernel
def _longer(array: Ints) -> Ints:
    """Twice the room, same content."""
    longer = np.empty(2 * len(array), dtype=np.int64)
    longer[: len(array)] = array
    return longer


@kernel
def _before(one: int, other: int, pool: Ints, rank: Indices) -> bool:
    """Whether one partial route is opened before the other: lower key, then lower ranks."""
    if pool[one, _KEY] != pool[other, _KEY]:
        return pool[one, _KEY] < pool[other, _KEY]
    for step in range(_PATH, _PATH + 1 + min(pool[one, _STEPS], pool[other, _STEPS])):
        if pool[one, step] != pool[other, step]:
            return bool(rank[pool[one, step]] < rank[pool[other, step]])
    return pool[one, _STEPS] < pool[other, _STEPS]


@kernel
def _push(item: int, heap: Ints, size: int, pool: Ints, rank: Indices) -> None:
    """Put an item into a heap of ``size`` items."""
    hole = size
    while hole > 0:
        parent = (hole - 1) >> 1
        if not _before(item, heap[parent], pool, rank):
            break
        heap[hole] = heap[parent]
        hole = parent
    heap[hole] = item


@kernel
def _pop(heap: Ints, size: int, pool: Ints, rank: Indices) -> int:
    """Take the first item out of a heap of ``size`` items."""
    first = heap[0]
    last = heap[size - 1]
    hole = 0
    while True:
        child = 2 * hole + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and _before(heap[child + 1], heap[child], pool, rank):
            child += 1
        if not _before(heap[child], last, pool, rank):
            break
        heap[hole] = heap[child]
        hole = child
    heap[hole] = last
    return first


@kernel
def _note(length: int, shortest: Ints) -> None:
    """Insert a length into the ascending list of the shortest complete routes seen."""
    place = len(shortest) - 1
    while place > 0 and shortest[place - 1] > length:
        shortest[place] = shortest[place - 1]
        place -= 1
    shortest[place] = min(shortest[place], length)


@kernel
def _no_longer(
    packed: Ints, asked: Indices, slot: Indices, k: int, max_steps: int, most: int
) -> Ints:
    """Find the k best of the routes that are no longer than ``most``."""
    out_ptr, out_idx, out_length, _, _, _, rank, _ = unpacked(packed)
    sources, _, required, _ = ends_of(asked)
    table, rows, ends = bounds_of(packed, asked, slot, max_steps, most)
    subsets = 1 << len(required)
    pool = np.empty((64 + len(sources), _PATH + max_steps + 1), dtype=np.int64)
    heap = np.empty(pool.shape[0], dtype=np.int64)
    used = 0
    size = 0
    shortest = np.full(k, most, dtype=np.int64)
    for source in sources:
        row = slot[source] - 1
        if row < 0 or table[row, DEPTH] != 0:
            continue  # blocked, or named twice
        table[row, DEPTH] = 1
        needed = (subsets - 1) & ~bit_of(source, required)
        if row < ends:
            if needed:
                continue
            needed = _COMPLETE
            _note(0, shortest)
        pool[used, _KEY] = 0
        pool[used, _SO_FAR] = 0
        pool[used, _STEPS] = 0
        pool[used, _NEEDED] = needed
        pool[used, _PATH] = source
        _push(used, heap, size, pool, rank)
        used += 1
        size += 1

    answer = np.empty((k, _ROUTE + max_steps + 1), dtype=np.int64)
    found = 0
    while size > 0 and found < k:
        opened = _pop(heap, size, pool, rank)
        size -= 1
        steps = pool[opened, _STEPS]
        if pool[opened, _NEEDED] == _COMPLETE:
            answer[found, _LENGTH] = pool[opened, _KEY]
            answer[found, _END] = _ROUTE + steps + 1
            for step in range(max_steps + 1):
                answer[found, _ROUTE + step] = pool[opened, _PATH + step]
            found += 1
            continue
        end = pool[opened, _PATH + steps]
        level = BOUNDS + (max_steps - steps - 1) * subsets
        for arc in range(out_ptr[end], out_ptr[end + 1]):
            actor = out_idx[arc]
            row = slot[actor] - 1
            if row < 0:
                continue
            needed = pool[opened, _NEEDED] & ~bit_of(actor, required)
            rest = table[row, level + needed]
            if rest == UNREACHED:
                continue
            so_far = pool[opened, _SO_FAR] + out_length[arc]
            if so_far + rest > shortest[k - 1]:  # k shorter ones are known
                continue
            met = False
            for step in range(steps + 1):
                met = met or pool[opened, _PATH + step] == actor
            if met:
                continue
            if row < ends:
                needed = _COMPLETE
                _note(so_far, shortest)
            if used == pool.shape[0]:
                pool = taller(pool, used)
                heap = _longer(heap)
            pool[used, _KEY] = so_far + rest
            pool[used, _SO_FAR] = so_far
            pool[used, _STEPS] = steps + 1
            pool[used, _NEEDED] = needed
            for step in range(_PATH, _PATH + steps + 1):
                pool[used, step] = pool[opened, step]
            pool[used, _PATH + steps + 1] = actor
            _push(used, heap, size, pool, rank)
            used += 1
            size += 1
    clear(asked, slot, table, rows)
    return answer[:found]


@kernel
def _best_routes(packed: Ints, asked: Indices, slot: Indices, k: int, max_steps: int) -> Ints:
    """Ask with fewer steps first: if that gives k routes, no longer one is among the k best."""
    limit = min(max_steps, _FIRST_STEPS)
    answer = _no_longer(packed, asked, slot, k, limit, UNREACHED)
    most = UNREACHED
    while limit < max_steps:
        limit += 1
        if len(answer) == k:
            most = answer[k - 1, _LENGTH]
        answer = _no_longer(packed, asked, slot, k, limit, most)
    return answer
