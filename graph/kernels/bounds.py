"""Bounds for searches under a limit of steps: the least length that is left to a target.

Guide: ``docs/access-paths.md``. Arcs as ``graph.kernels.arcs`` packs them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from graph.kernels.arcs import Indices, Ints, unpacked
from graph.kernels.cache import kernel

UNREACHED: Final = int(np.iinfo(np.int64).max)
MOST_STEPS: Final = 6  # seven or more could outweigh the eight that a step's rounding is worth
MOST_REQUIRED: Final = 3

# Columns of the table of bounds: one row per actor met, then levels x subsets of the required.
ACTOR: Final = 0
_CHANGED: Final = 1  # last even, and beside it last odd, level at which a bound fell
DEPTH: Final = 3  # steps from the nearest source
_SPENT: Final = 4  # least length from a source, in as many steps as were taken forward
_FELL: Final = 5  # last even, and beside it last odd, depth at which it fell
BOUNDS: Final = 7

AVOIDED: Final = -1  # in place of a row's number

_slots: Final[list[Indices]] = []
"""Zeros by actor, lent to one search at a time and given back as zeros.

There are as many as searches ever ran at once; making them anew would cost more than a search.
"""


def question(
    sources: Sequence[int],
    targets: Sequence[int],
    required: Sequence[int],
    avoid: Sequence[int],
) -> Indices:
    """Pack the ends of a question into one array, as ``ends_of`` takes it apart."""
    return np.array(
        [len(sources), len(targets), len(required), *sources, *targets, *required, *avoid],
        np.int32,
    )


def lend(actors: int) -> Indices:
    """Lend zeros for so many actors at least.

    They are given back by ``give_back`` as zeros, and not at all when a search was cut short.
    """
    try:
        slot = _slots.pop()
    except IndexError:
        slot = np.zeros(actors, np.int32)
    return slot if len(slot) >= actors else np.zeros(actors, np.int32)


give_back: Final = _slots.append


@kernel
def taller(table: Ints, rows: int) -> Ints:
    """Give a table room for so many rows at least, and for some more; same content."""
    taller = np.empty((2 * rows, table.shape[1]), dtype=np.int64)
    taller[: table.shape[0]] = table
    return taller


@kernel
def _enter(actor: int, slot: Indices, table: Ints, rows: int) -> int:
    """Begin the row of an actor that has none; give the number of rows."""
    for column in range(table.shape[1]):
        table[rows, column] = UNREACHED
    table[rows, ACTOR] = actor
    slot[actor] = rows + 1
    return rows + 1


@kernel
def bit_of(actor: int, required: Indices) -> int:
    """Give the bit of a required actor (all its bits, if it is named twice); 0 for others."""
    bit = 0
    for place in range(len(required)):
        if required[place] == actor:
            bit |= 1 << place
    return bit


@kernel
def _step_back(
    level: int,
    most: int,
    meets: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
    ends: int,
    table: Ints,
    rows: int,
    slot: Indices,
    ptr: Ints,
    idx: Indices,
    length: Ints,
    required: Indices,
) -> tuple[Ints, int]:
    """Bounds of ``level`` from those of the level below, over arcs into actors that changed.

    Where it ``meets`` the steps taken forward, only actors met there matter: a route comes to
    nobody else in time.
    """
    subsets = 1 << len(required)
    here = BOUNDS + level * subsets
    below = here - subsets
    known = rows
    for row in range(known):
        for subset in range(subsets):
            table[row, here + subset] = table[row, below + subset]
    for row in range(known):
        if table[row, _CHANGED + (level - 1) % 2] != level - 1:
            continue
        actor = table[row, ACTOR]
        kept = ~bit_of(actor, required)
        spare = most - table[row, below]  # meeting more of the required is never shorter
        room = rows + int(ptr[actor + 1] - ptr[actor])
        if room > table.shape[0]:
            table = taller(table, room)
        for arc in range(ptr[actor], ptr[actor + 1]):
            if length[arc] > spare:
                continue
            before = slot[idx[arc]] - 1
            if before < 0:
                if meets or slot[idx[arc]] == AVOIDED:
                    continue
                before = rows
                rows = _enter(idx[arc], slot, table, rows)
            if before < ends:  # walks stop at the first target
                continue
            if meets and table[before, _SPENT] > spare - length[arc]:
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
    most: int,
    ends: int,
    table: Ints,
    rows: int,
    slot: Indices,
    ptr: Ints,
    idx: Indices,
    length: Ints,
) -> tuple[Ints, int]:
    """Rows for all actors that are ``depth`` steps from the nearest source, within ``most``."""
    for row in range(ends, rows):
        if table[row, _FELL + (depth - 1) % 2] != depth - 1:
            continue
        actor = table[row, ACTOR]
        spent = table[row, _SPENT]
        room = rows + int(ptr[actor + 1] - ptr[actor])
        if room > table.shape[0]:
            table = taller(table, room)
        for arc in range(ptr[actor], ptr[actor + 1]):
            total = spent + length[arc]
            if total > most:
                continue
            after = slot[idx[arc]] - 1
            if after < 0:
                if slot[idx[arc]] == AVOIDED:
                    continue
                after = rows
                rows = _enter(idx[arc], slot, table, rows)
            if total < table[after, _SPENT]:
                table[after, DEPTH] = min(table[after, DEPTH], depth)
                table[after, _SPENT] = total
                table[after, _FELL + depth % 2] = depth
    return table, rows


@kernel
def _look_ahead(
    level: int,
    depth: int,
    most: int,
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
    here = BOUNDS + level * subsets
    below = here - subsets
    for row in range(ends):
        for subset in range(subsets):
            table[row, here + subset] = table[row, below + subset]
    for row in range(ends, rows):
        if table[row, DEPTH] > depth:
            continue
        actor = table[row, ACTOR]
        spare = most - table[row, _SPENT]
        for arc in range(ptr[actor], ptr[actor + 1]):
            if length[arc] > spare:
                continue
            after = slot[idx[arc]] - 1
            if after < 0:
                continue
            kept = ~bit_of(idx[arc], required)
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
            actor = table[row, ACTOR]
            total += int(ptr[actor + 1] - ptr[actor])
    return total


@kernel
def ends_of(asked: Indices) -> tuple[Indices, Indices, Indices, Indices]:
    """Take a question apart: sources, targets, required actors, actors to avoid."""
    sources = 3 + asked[0]
    targets = sources + asked[1]
    required = targets + asked[2]
    return asked[3:sources], asked[sources:targets], asked[targets:required], asked[required:]


@kernel
def bounds_of(
    packed: Ints, asked: Indices, slot: Indices, max_steps: int, most: int
) -> tuple[Ints, int, int]:
    """All bounds that a search for routes no longer than ``most`` can ask for.

    Gives (table, rows, rows of targets).
    """
    sources, targets, required, avoid = ends_of(asked)
    for actor in avoid:
        slot[actor] = AVOIDED
    out_ptr, out_idx, out_length, in_ptr, in_idx, in_length, _, never = unpacked(packed)
    subsets = 1 << len(required)
    room = 256 + len(sources) + len(targets)
    table = np.empty((room, BOUNDS + max_steps * subsets), dtype=np.int64)
    rows = 0
    for target in targets:
        if never[target] or slot[target] != 0:  # avoided, or named twice
            continue
        rows = _enter(target, slot, table, rows)
        table[rows - 1, _CHANGED] = 0
        own = bit_of(target, required)
        for subset in range(subsets):
            table[rows - 1, BOUNDS + subset] = UNREACHED if subset & ~own else 0
    ends = rows
    for source in sources:
        if never[source] or slot[source] == AVOIDED:
            continue
        if slot[source] == 0:
            rows = _enter(source, slot, table, rows)
        row = slot[source] - 1
        table[row, DEPTH] = table[row, _SPENT] = table[row, _FELL] = 0

    back = 0
    ahead = 1
    if max_steps > 1:
        table, rows = _step_on(1, most, ends, table, rows, slot, out_ptr, out_idx, out_length)
    while back + ahead < max_steps:
        cost_back = _arcs(_CHANGED + back % 2, back, table, rows, in_ptr)
        if cost_back <= _arcs(_FELL + ahead % 2, ahead, table, rows, out_ptr):
            back += 1
            meets = back + ahead == max_steps
            table, rows = _step_back(
                back, most, meets, ends, table, rows, slot, in_ptr, in_idx, in_length, required
            )
        else:
            ahead += 1
            if back + ahead < max_steps:
                table, rows = _step_on(
                    ahead, most, ends, table, rows, slot, out_ptr, out_idx, out_length
                )
    for level in range(back + 1, max_steps):
        _look_ahead(
            level,
            max_steps - level,
            most,
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
def clear(asked: Indices, slot: Indices, table: Ints, rows: int) -> None:
    """Make zeros of a slot again."""
    for actor in ends_of(asked)[3]:
        slot[actor] = 0
    for row in range(rows):
        slot[table[row, ACTOR]] = 0
