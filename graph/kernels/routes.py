"""Best routes under a limit of steps: exact, equal ones in a stated order.

Guide: ``docs/access-paths.md``. Arcs as ``graph.kernels.arcs`` packs them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from graph.kernels.arcs import NO_HOP, Arcs, Indices, Ints, unpacked
from graph.kernels.cache import kernel

UNREACHED: Final = int(np.iinfo(np.int64).max)
MOST_STEPS: Final = 6  # seven or more could outweigh the eight that a step's rounding is worth
MOST_REQUIRED: Final = 3

# Columns of the table of bounds: one row per actor met, then levels x subsets of the required.
_ACTOR: Final = 0
_CHANGED: Final = 1  # last even, and beside it last odd, level at which a bound fell
_DEPTH: Final = 3  # steps from the nearest source
_BOUNDS: Final = 4

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

_AVOIDED: Final = -1  # in place of a row's number

_slots: Final[list[Indices]] = []
"""Zeros by actor, lent to one search at a time and given back as zeros.

There are as many as searches ever ran at once; making them anew would cost more than a search.
"""


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
    Work is proportional to the neighbourhoods of the ends.

    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1 route.")
    if not 1 <= max_steps <= MOST_STEPS:
        raise ValueError(f"max_steps is {max_steps}; it must be 1 to {MOST_STEPS}.")
    if len(required) > MOST_REQUIRED:
        raise ValueError(f"{len(required)} actors are required; at most {MOST_REQUIRED} can be.")
    ends = np.array(
        [len(sources), len(targets), len(required), *sources, *targets, *required, *avoid],
        np.int32,
    )
    try:
        slot = _slots.pop()
    except IndexError:
        slot = np.zeros(len(arcs), np.int32)
    if len(slot) < len(arcs):
        slot = np.zeros(len(arcs), np.int32)
    found = _best_routes(arcs.packed, ends, slot, k, max_steps)
    _slots.append(slot)  # not if the search was cut short: then it holds more than zeros
    rows = found.tolist()
    return [row[_ROUTE : row[_END]] for row in rows], [row[_LENGTH] for row in rows]


@kernel
def _longer(array: Ints) -> Ints:
    """Twice the room, same content."""
    longer = np.empty(2 * len(array), dtype=np.int64)
    longer[: len(array)] = array
    return longer


@kernel
def _taller(table: Ints, rows: int) -> Ints:
    """Give a table room for so many rows at least, and for some more; same content."""
    taller = np.empty((2 * rows, table.shape[1]), dtype=np.int64)
    taller[: table.shape[0]] = table
    return taller


@kernel
def _enter(actor: int, slot: Indices, table: Ints, rows: int) -> int:
    """Begin the row of an actor that has none; give the number of rows."""
    for column in range(table.shape[1]):
        table[rows, column] = UNREACHED
    table[rows, _ACTOR] = actor
    slot[actor] = rows + 1
    return rows + 1


@kernel
def _bit(actor: int, required: Indices) -> int:
    """Give the bit of a required actor (all its bits, if it is named twice); 0 for others."""
    bit = 0
    for place in range(len(required)):
        if required[place] == actor:
            bit |= 1 << place
    return bit


@kernel
def _step_back(
    level: int,
    ends: int,
    table: Ints,
    rows: int,
    slot: Indices,
    ptr: Ints,
    idx: Indices,
    length: Ints,
    required: Indices,
) -> tuple[Ints, int]:
    """Bounds of ``level`` from those of the level below, over arcs into actors that changed."""
    subsets = 1 << len(required)
    here = _BOUNDS + level * subsets
    below = here - subsets
    known = rows
    for row in range(known):
        for subset in range(subsets):
            table[row, here + subset] = table[row, below + subset]
    for row in range(known):
        if table[row, _CHANGED + (level - 1) % 2] != level - 1:
            continue
        actor = table[row, _ACTOR]
        kept = ~_bit(actor, required)
        most = rows + int(ptr[actor + 1] - ptr[actor])
        if most > table.shape[0]:
            table = _taller(table, most)
        for arc in range(ptr[actor], ptr[actor + 1]):
            before = slot[idx[arc]] - 1
            if before < 0:
                if slot[idx[arc]] == _AVOIDED:
                    continue
                before = rows
                rows = _enter(idx[arc], slot, table, rows)
            if before < ends:  # walks stop at the first target
                continue
            for subset in range(subsets):
                rest = table[row, below + (subset & kept)]
                if rest != UNREACHED and length[arc] + rest < table[before, here + subset]:
                    table[before, here + subset] = length[arc] + rest
                    table[before, _CHANGED + level % 2] = level
    return table, rows


@kernel
def _step_on(
    depth: int,
    ends: int,
    table: Ints,
    rows: int,
    slot: Indices,
    ptr: Ints,
    idx: Indices,
) -> tuple[Ints, int]:
    """Rows for all actors that are ``depth`` steps from the nearest source."""
    for row in range(rows):
        if table[row, _DEPTH] != depth - 1 or row < ends:
            continue
        actor = table[row, _ACTOR]
        most = rows + int(ptr[actor + 1] - ptr[actor])
        if most > table.shape[0]:
            table = _taller(table, most)
        for arc in range(ptr[actor], ptr[actor + 1]):
            after = slot[idx[arc]] - 1
            if after < 0:
                if slot[idx[arc]] == _AVOIDED:
                    continue
                after = rows
                rows = _enter(idx[arc], slot, table, rows)
            if table[after, _DEPTH] == UNREACHED:
                table[after, _DEPTH] = depth
    return table, rows


@kernel
def _look_ahead(
    level: int,
    depth: int,
    ends: int,
    table: Ints,
    rows: int,
    slot: Indices,
    ptr: Ints,
    idx: Indices,
    length: Ints,
    required: Indices,
) -> None:
    """Bounds of ``level`` for actors at most ``depth`` steps from a source, over their arcs."""
    subsets = 1 << len(required)
    here = _BOUNDS + level * subsets
    below = here - subsets
    for row in range(ends):
        for subset in range(subsets):
            table[row, here + subset] = table[row, below + subset]
    for row in range(ends, rows):
        if table[row, _DEPTH] > depth:
            continue
        actor = table[row, _ACTOR]
        for arc in range(ptr[actor], ptr[actor + 1]):
            after = slot[idx[arc]] - 1
            if after < 0:
                continue
            kept = ~_bit(idx[arc], required)
            for subset in range(subsets):
                rest = table[after, below + (subset & kept)]
                if rest != UNREACHED and length[arc] + rest < table[row, here + subset]:
                    table[row, here + subset] = length[arc] + rest


@kernel
def _arcs(column: int, value: int, table: Ints, rows: int, ptr: Ints) -> int:
    """Count the arcs at actors whose ``column`` holds ``value``: what a step would cost."""
    total = 0
    for row in range(rows):
        if table[row, column] == value:
            actor = table[row, _ACTOR]
            total += int(ptr[actor + 1] - ptr[actor])
    return total


@kernel
def _bounds(
    packed: Ints,
    sources: Indices,
    targets: Indices,
    required: Indices,
    slot: Indices,
    max_steps: int,
) -> tuple[Ints, int, int]:
    """All bounds that the search can ask for: (table, rows, rows of targets)."""
    out_ptr, out_idx, out_length, in_ptr, in_idx, in_length, _, never = unpacked(packed)
    subsets = 1 << len(required)
    room = 256 + len(sources) + len(targets)
    table = np.empty((room, _BOUNDS + max_steps * subsets), dtype=np.int64)
    rows = 0
    for target in targets:
        if never[target] or slot[target] != 0:  # avoided, or named twice
            continue
        rows = _enter(target, slot, table, rows)
        table[rows - 1, _CHANGED] = 0
        own = _bit(target, required)
        for subset in range(subsets):
            table[rows - 1, _BOUNDS + subset] = UNREACHED if subset & ~own else 0
    ends = rows
    for source in sources:
        if never[source] or slot[source] == _AVOIDED:
            continue
        if slot[source] == 0:
            rows = _enter(source, slot, table, rows)
        table[slot[source] - 1, _DEPTH] = 0

    back = 0
    ahead = 1
    if max_steps > 1:
        table, rows = _step_on(1, ends, table, rows, slot, out_ptr, out_idx)
    while back + ahead < max_steps:
        cost_back = _arcs(_CHANGED + back % 2, back, table, rows, in_ptr)
        if cost_back <= _arcs(_DEPTH, ahead, table, rows, out_ptr):
            back += 1
            table, rows = _step_back(
                back, ends, table, rows, slot, in_ptr, in_idx, in_length, required
            )
        else:
            ahead += 1
            if back + ahead < max_steps:
                table, rows = _step_on(ahead, ends, table, rows, slot, out_ptr, out_idx)
    for level in range(back + 1, max_steps):
        _look_ahead(
            level,
            max_steps - level,
            ends,
            table,
            rows,
            slot,
            out_ptr,
            out_idx,
            out_length,
            required,
        )
    return table, rows, ends


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
def _best_routes(packed: Ints, asked: Indices, slot: Indices, k: int, max_steps: int) -> Ints:
    out_ptr, out_idx, out_length, _, _, _, rank, _ = unpacked(packed)
    sources = asked[3 : 3 + asked[0]]
    targets = asked[3 + asked[0] : 3 + asked[0] + asked[1]]
    required = asked[3 + asked[0] + asked[1] : 3 + asked[0] + asked[1] + asked[2]]
    avoid = asked[3 + asked[0] + asked[1] + asked[2] :]
    for actor in avoid:
        slot[actor] = _AVOIDED
    table, rows, ends = _bounds(packed, sources, targets, required, slot, max_steps)
    subsets = 1 << len(required)
    pool = np.empty((64 + len(sources), _PATH + max_steps + 1), dtype=np.int64)
    heap = np.empty(pool.shape[0], dtype=np.int64)
    used = 0
    size = 0
    shortest = np.full(k, UNREACHED, dtype=np.int64)
    for source in sources:
        row = slot[source] - 1
        if row < 0 or table[row, _DEPTH] != 0:
            continue  # blocked, or named twice
        table[row, _DEPTH] = 1
        needed = (subsets - 1) & ~_bit(source, required)
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
        level = _BOUNDS + (max_steps - steps - 1) * subsets
        for arc in range(out_ptr[end], out_ptr[end + 1]):
            actor = out_idx[arc]
            row = slot[actor] - 1
            if row < 0:
                continue
            needed = pool[opened, _NEEDED] & ~_bit(actor, required)
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
                pool = _taller(pool, used)
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
    for actor in avoid:
        slot[actor] = 0
    for row in range(rows):
        slot[table[row, _ACTOR]] = 0
    return answer[:found]
