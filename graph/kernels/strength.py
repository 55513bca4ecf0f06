"""Depth of contact of pairs: from who took part to sums over time, one sweep per rhythm and side.

Guide: ``docs/methods/strength.md``.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

RHYTHMS: Final = (7, 14, 28, 56, 84, 168)
"""Rhythms in days, ascending."""
SUPPORT: Final = 2.5
"""A rhythm above the default needs contacts that vouch for so many of its lengths."""
LEAST_GAP: Final = 7
FEW_DAYS: Final = 3
"""With fewer days of contact a pair has no gap of its own; its default rhythm stands in."""

BOTH: Final = 0
FROM_A: Final = 1
FROM_B: Final = 2
SIDES: Final = 3
"""Sets of contacts of a pair: those of a's side, those of b's side, all."""
NOBODY: Final = -1
FEW: Final = 32
"""Pairs are few where there are so many times more actors."""


def contacts_of_pairs(
    start: ArrayLike,
    size: ArrayLike,
    actor: ArrayLike,
    started: ArrayLike,
    worth: ArrayLike,
    one_sided: ArrayLike,
    usable: ArrayLike,
    ends: ArrayLike,
    least_ends: int,
) -> tuple[Indices, Indices, Ints, Floats, Codes]:
    """Spread events over the pairs of those who took part.

    Parameters
    ----------
    start, size
        Shape (e,): the rows of event i are ``start[i]`` up to ``start[i] + size[i]``.
    actor
        Shape (r,): index of who took part.
    started
        Shape (r,), bool: whether this one started the event.
    worth
        Shape (e,): worth of the event for each of its pairs.
    one_sided
        Shape (e,), bool: whether the event is a contact from its sender alone. Such an event
        joins the sender to everybody else, and those not to one another; without a known sender
        it counts for both sides at half its worth.
    usable
        Shape (n,), bool: whether this actor may stand in a pair.
    ends, least_ends
        Shape (n,), bool: wanted are pairs of which at least so many (0 to 2) are among these.

    Returns
    -------
    a, b
        Shape (c,), int32: the pairs, a < b, in the order of events.
    event
        Shape (c,), int64: place of the event.
    worth
        Shape (c,), float64.
    side
        Shape (c,), int8: ``BOTH``, ``FROM_A`` or ``FROM_B``.

    """
    return _spread(
        read_only(start, np.int64),
        read_only(size, np.int64),
        read_only(actor, np.int32),
        read_only(started, np.bool_),
        read_only(worth, np.float64),
        read_only(one_sided, np.bool_),
        read_only(usable, np.bool_),
        read_only(ends, np.bool_),
        int(least_ends),
    )


def order_of_pairs(a: ArrayLike, b: ArrayLike, actors: int) -> Ints:
    """Order pairs by a, then b; equal ones stay in their order.

    Time O(pairs + actors), or O(pairs log pairs) for few pairs of many actors.
    """
    if FEW * np.size(a) < actors:
        return np.lexsort((np.asarray(b), np.asarray(a)))
    by_b = _order(read_only(b, np.int32), read_only(np.arange(np.size(b)), np.int64), actors)
    return _order(read_only(a, np.int32), read_only(by_b, np.int64), actors)


def share_an_element(ptr: ArrayLike, idx: ArrayLike, a: ArrayLike, b: ArrayLike) -> Flags:
    """Tell of each pair of compressed rows whether they share an element.

    Parameters
    ----------
    ptr, idx
        Compressed rows, each in ascending order.
    a, b
        Shape (p,): the pairs of rows.

    """
    return _share(
        read_only(ptr, np.int64),
        read_only(idx, np.int32),
        read_only(a, np.int32),
        read_only(b, np.int32),
    )


def depths_of_pairs(
    ptr: ArrayLike,
    age: ArrayLike,
    worth: ArrayLike,
    side: ArrayLike,
    spread: ArrayLike,
    default: ArrayLike,
) -> tuple[Floats, Indices, Indices]:
    """Measure how deep the contact of each pair is, by side and rhythm.

    Parameters
    ----------
    ptr
        Shape (p + 1,): contacts of pair i are ``ptr[i]`` up to ``ptr[i + 1]``.
    age
        Shape (c,): days since each contact, ascending within a pair, 0 or more.
    worth
        Shape (c,): above 0.
    side
        Shape (c,): ``BOTH``, ``FROM_A`` or ``FROM_B``.
    spread
        Shape (p,): rhythms in which silence halves the depth; 4 embedded, 3 a bridge.
    default
        Shape (p,): default rhythm in days.

    Returns
    -------
    depth
        Shape (p, 3, 6), float64: of a's side, b's side and all contacts, by rhythm as in
        ``RHYTHMS``; 0 where the rhythm is not supported or there is no contact.
    gap
        Shape (p, 2), int32: usual gap in days between the contacts of a's and of b's side; 0
        without contact.
    newest
        Shape (p, 3), int32: least age by set; -1 without contact.

    Notes
    -----
    Time O(rhythms · contacts): the greatest worth within a moving window comes from a queue of
    falling worths.

    """
    return _depths(
        read_only(ptr, np.int64),
        read_only(age, np.int32),
        read_only(worth, np.float64),
        read_only(side, np.int8),
        read_only(spread, np.int64),
        read_only(default, np.int64),
    )


def shares_of_contacts(
    age: ArrayLike, worth: ArrayLike, rhythm: int, spread: int
) -> tuple[Floats, int]:
    """Split the depth of one set of contacts over the contacts that make it.

    Parameters
    ----------
    age, worth
        Shape (c,): as for ``depths_of_pairs``.
    rhythm, spread
        Rhythm in days, and rhythms in which silence halves the depth.

    Returns
    -------
    share
        Shape (c,), float64: sums to the depth; 0 for a contact that others outdo at every age.
    vouched
        Days of age for which some contact vouches.

    """
    ages = read_only(age, np.int32)
    return _shares(ages, read_only(worth, np.float64), int(rhythm), int(spread))


@kernel
def _spread(
    start: Ints,
    size: Ints,
    actor: Indices,
    started: Flags,
    worth: Floats,
    one_sided: Flags,
    usable: Flags,
    ends: Flags,
    least_ends: int,
) -> tuple[Indices, Indices, Ints, Floats, Codes]:
    most = 0
    for event in range(len(start)):
        most += size[event] * (size[event] - 1) // 2
    a = np.empty(most, dtype=np.int32)
    b = np.empty(most, dtype=np.int32)
    events = np.empty(most, dtype=np.int64)
    worths = np.empty(most, dtype=np.float64)
    sides = np.empty(most, dtype=np.int8)
    count = 0
    for event in range(len(start)):
        first = start[event]
        beyond = first + size[event]
        sender = NOBODY
        if one_sided[event]:
            for row in range(first, beyond):
                if started[row]:
                    sender = actor[row]
        for row in range(first, beyond):
            if not usable[actor[row]]:
                continue
            for other in range(row + 1, beyond):
                if not usable[actor[other]] or actor[row] == actor[other]:
                    continue
                if int(ends[actor[row]]) + int(ends[actor[other]]) < least_ends:
                    continue
                low = min(actor[row], actor[other])
                high = max(actor[row], actor[other])
                side = BOTH
                value = worth[event]
                if one_sided[event]:
                    if sender == NOBODY:
                        value = value / 2
                    elif sender == low:
                        side = FROM_A
                    elif sender == high:
                        side = FROM_B
                    else:
                        continue
                a[count] = low
                b[count] = high
                events[count] = event
                worths[count] = value
                sides[count] = side
                count += 1
    return (
        a[:count].copy(),
        b[:count].copy(),
        events[:count].copy(),
        worths[:count].copy(),
        sides[:count].copy(),
    )


@kernel
def _order(value: Indices, order: Ints, values: int) -> Ints:
    """Bring places, in the given order, into the order of their values; stable."""
    at = np.zeros(values + 1, dtype=np.int64)
    for place in order:
        at[value[place] + 1] += 1
    for one in range(values):
        at[one + 1] += at[one]
    ordered = np.empty(len(order), dtype=np.int64)
    for place in order:
        ordered[at[value[place]]] = place
        at[value[place]] += 1
    return ordered


@kernel
def _share(ptr: Ints, idx: Indices, a: Indices, b: Indices) -> Flags:
    shared = np.zeros(len(a), dtype=np.bool_)
    for pair in range(len(a)):
        short = a[pair]
        long = b[pair]
        if ptr[short + 1] - ptr[short] > ptr[long + 1] - ptr[long]:
            short, long = long, short
        low = ptr[long]
        for place in range(ptr[short], ptr[short + 1]):
            wanted = idx[place]
            high = ptr[long + 1]
            while low < high:  # halve, from where the last one was looked for
                middle = (low + high) >> 1
                if idx[middle] < wanted:
                    low = middle + 1
                else:
                    high = middle
            if low == ptr[long + 1]:
                break
            if idx[low] == wanted:
                shared[pair] = True
                break
    return shared


@kernel
def _vouched(age: Ints, count: int, rhythm: int) -> int:
    """Length of the union of the stretches that contacts, newest first, vouch for."""
    total = rhythm if count > 0 else 0
    for place in range(1, count):
        total += min(rhythm, age[place] - age[place - 1])
    return total


@kernel
def _sweep(
    age: Ints,
    worth: Floats,
    count: int,
    rhythm: int,
    spread: int,
    decay: Floats,
    queue: Ints,
    share: Floats,
) -> float:
    """Depth of contacts, newest first; ``share`` gets what each adds, the rest are work areas.

    The queue holds contacts that may still be the greatest: ever older, ever less worth.
    """
    fall = 2.0 ** (-1.0 / spread)
    scale = 1.0 / (1.0 - fall)
    head = 0
    tail = 0
    here = 1.0
    total = 0.0
    for place in range(count):
        now = 2.0 ** (-age[place] / (spread * rhythm))
        decay[place] = now
        share[place] = 0.0
        while head < tail:
            greatest = queue[head]
            until = decay[greatest] * fall if age[greatest] + rhythm <= age[place] else now
            part = worth[greatest] * (here - until) * scale
            share[greatest] += part
            total += part
            here = until
            if age[greatest] + rhythm > age[place]:
                break
            head += 1
        here = now
        while tail > head and worth[queue[tail - 1]] <= worth[place]:
            tail -= 1
        queue[tail] = place
        tail += 1
    while head < tail:
        greatest = queue[head]
        until = decay[greatest] * fall
        part = worth[greatest] * (here - until) * scale
        share[greatest] += part
        total += part
        here = until
        head += 1
    return total


@kernel
def _usual_gap(age: Ints, count: int, default: int, gaps: Ints) -> int:
    """Smallest gap such that gaps up to it fill half of the span; the default for a few days."""
    found = 0
    for place in range(1, count):
        if age[place] > age[place - 1]:
            gaps[found] = age[place] - age[place - 1]
            found += 1
    if found + 1 < FEW_DAYS:
        return default
    ordered = np.sort(gaps[:found])
    span = age[count - 1] - age[0]
    filled = 0
    for place in range(found):
        filled += ordered[place]
        if 2 * filled >= span:
            return max(LEAST_GAP, ordered[place])
    return default


@kernel
def _depths(
    ptr: Ints, age: Indices, worth: Floats, side: Codes, spread: Ints, default: Ints
) -> tuple[Floats, Indices, Indices]:
    pairs = len(ptr) - 1
    depth = np.zeros((pairs, SIDES, len(RHYTHMS)), dtype=np.float64)
    gap = np.zeros((pairs, 2), dtype=np.int32)
    newest = np.full((pairs, SIDES), -1, dtype=np.int32)
    most = 0
    for pair in range(pairs):
        most = max(most, ptr[pair + 1] - ptr[pair])
    ages = np.empty(most, dtype=np.int64)
    gaps = np.empty(most, dtype=np.int64)
    queue = np.empty(most, dtype=np.int64)
    worths = np.empty(most, dtype=np.float64)
    decay = np.empty(most, dtype=np.float64)
    share = np.empty(most, dtype=np.float64)
    for pair in range(pairs):
        is_mutual = True
        for place in range(ptr[pair], ptr[pair + 1]):
            is_mutual = is_mutual and side[place] == BOTH
        for chosen in range(SIDES):
            if is_mutual and chosen > 0:  # all sets are the same
                depth[pair, chosen] = depth[pair, 0]
                newest[pair, chosen] = newest[pair, 0]
                if chosen < SIDES - 1:
                    gap[pair, chosen] = gap[pair, 0]
                continue
            other = FROM_B if chosen == 0 else FROM_A if chosen == 1 else -1
            count = 0
            for place in range(ptr[pair], ptr[pair + 1]):
                if side[place] != other:
                    ages[count] = age[place]
                    worths[count] = worth[place]
                    count += 1
            if count == 0:
                continue
            newest[pair, chosen] = ages[0]
            if chosen < SIDES - 1:
                gap[pair, chosen] = _usual_gap(ages, count, default[pair], gaps)
            for step in range(len(RHYTHMS)):
                rhythm = RHYTHMS[step]
                if rhythm > default[pair] and _vouched(ages, count, rhythm) < SUPPORT * rhythm:
                    continue
                depth[pair, chosen, step] = _sweep(
                    ages, worths, count, rhythm, spread[pair], decay, queue, share
                )
    return depth, gap, newest


@kernel
def _shares(age: Indices, worth: Floats, rhythm: int, spread: int) -> tuple[Floats, int]:
    count = len(age)
    ages = age.astype(np.int64)
    share = np.zeros(count, dtype=np.float64)
    decay = np.empty(count, dtype=np.float64)
    queue = np.empty(count, dtype=np.int64)
    _sweep(ages, worth, count, rhythm, spread, decay, queue, share)
    return share, _vouched(ages, count, rhythm)
