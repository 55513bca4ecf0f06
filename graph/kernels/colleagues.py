"""Who were in post together: pairs of colleagues inferred from dated positions.

Guide: ``docs/access-paths.md``.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Floats = NDArray[np.float64]

SHORTEST_OVERLAP: Final = 30
LARGEST_BODY: Final = 60
LEAST_STRENGTH: Final = 0.05
HALF_LIFE: Final = 730.0
# The smallest body's colleagues, fading, meet the least strength after this many days.
LONGEST_SILENCE: Final = math.floor(HALF_LIFE * math.log2(-1 / math.log1p(-LEAST_STRENGTH)))


def colleague_pairs(
    body_ptr: ArrayLike,
    person: ArrayLike,
    since: ArrayLike,
    until: ArrayLike,
    day: int,
) -> tuple[Indices, Indices, Floats, Indices, Indices]:
    """Infer pairs of colleagues from the positions held at each body.

    A person's overlapping or touching positions at a body are one spell. Two persons whose
    spells overlapped for at least 30 days without a break are colleagues with

        ``s = 1 - exp(-size(m) 2^(-d / 730))``,

    where, if both are in post on ``day``, d is 0 and m the number of persons in post that day;
    else d counts the days since the overlap's last day and m is the number in post on it.
    ``size`` is 1 up to five persons, 4 / (m - 1) up to 60, else 0.

    Parameters
    ----------
    body_ptr
        Shape (b + 1,): positions of body i are ``body_ptr[i]`` up to ``body_ptr[i + 1]``.
    person
        Shape (p,): index of the person.
    since, until
        Shape (p,): days since the epoch, half-open. An unknown start is the least int32, an
        unknown or open end the greatest. Positions that start after ``day`` do not count yet;
        an end after ``day`` is running. Positions that end before they start do not count.
    day
        The day looked at.

    Returns
    -------
    a, b
        Shape (r,), int32: the pairs, a < b, in ascending order.
    strength
        Shape (r,), float64, in 0.05..1: the strongest over overlaps and bodies.
    body
        Shape (r,), int32: where; of equally strong ones the first body.
    last_day
        Shape (r,), int32: last day in post together; ``day`` if they still are.

    Notes
    -----
    One sweep per body, at most 60 pairs per spell: a body of thousands costs its sorting only.

    """
    sizes = np.diff(np.asarray(body_ptr, dtype=np.int64))
    bodies = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    starts = np.asarray(since, dtype=np.int64)
    ends = np.minimum(np.asarray(until, dtype=np.int64), day + 1)
    counts = starts < ends  # also leaves out what starts after the day
    persons = np.asarray(person, dtype=np.int64)[counts]
    bodies, starts, ends = bodies[counts], starts[counts], ends[counts]

    order = np.lexsort((starts, persons, bodies))
    bodies, persons, starts, ends = _spells(
        read_only(bodies[order], np.int64),
        read_only(persons[order], np.int64),
        read_only(starts[order], np.int64),
        read_only(ends[order], np.int64),
    )
    pairs, strengths = _pairs(
        read_only(np.searchsorted(bodies, np.arange(len(sizes) + 1)), np.int64),
        read_only(persons, np.int64),
        read_only(starts, np.int64),
        read_only(ends, np.int64),
        read_only(np.lexsort((starts, bodies)), np.int64),
        read_only(np.lexsort((ends, bodies)), np.int64),
        int(day),
    )
    a, b, body, last_day = pairs.T
    order = np.lexsort((-last_day, body, -strengths, b, a))
    a, b = a[order], b[order]
    is_best = np.ones(len(order), dtype=np.bool_)
    is_best[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    best = order[is_best]
    return (
        a[is_best].astype(np.int32),
        b[is_best].astype(np.int32),
        strengths[best],
        body[best].astype(np.int32),
        last_day[best].astype(np.int32),
    )


@kernel
def _spells(bodies: Ints, persons: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Merge positions, sorted by body, person and start, that overlap or touch."""
    body = bodies.copy()
    person = persons.copy()
    start = starts.copy()
    end = ends.copy()
    kept = 0
    for row in range(len(bodies)):
        last = kept - 1
        same = last >= 0 and body[last] == bodies[row] and person[last] == persons[row]
        if same and starts[row] <= end[last]:
            end[last] = max(end[last], ends[row])
            continue
        body[kept] = bodies[row]
        person[kept] = persons[row]
        start[kept] = starts[row]
        end[kept] = ends[row]
        kept += 1
    return body[:kept].copy(), person[:kept].copy(), start[:kept].copy(), end[:kept].copy()


@kernel
def _strength(in_post: int, silence: int) -> float:
    """Strength of a pair ``silence`` days after a last day with ``in_post`` persons in post."""
    if in_post > LARGEST_BODY or silence > LONGEST_SILENCE:
        return 0.0
    size = 1.0 if in_post <= 5 else 4.0 / (in_post - 1)  # noqa: PLR2004 - docs/access-paths.md
    return -math.expm1(-size * 2.0 ** (-silence / HALF_LIFE))


@kernel
def _overlapped(one: int, other: int, first: int, person: Ints, start: Ints, end: Ints) -> bool:
    """Whether the persons of two spells overlapped long enough, in these or in earlier spells.

    Spells of a person stand together in order of time, those of the body from ``first`` on.
    """
    a = person[one]
    b = person[other]
    while one >= first and other >= first and person[one] == a and person[other] == b:
        if min(end[one], end[other]) - max(start[one], start[other]) >= SHORTEST_OVERLAP:
            return True
        if start[one] > start[other]:
            one -= 1
        else:
            other -= 1
    return False


@kernel
def _noted(
    pairs: Ints,
    strengths: Floats,
    count: int,
    a: int,
    b: int,
    body: int,
    last_day: int,
    strength: float,
) -> tuple[Ints, Floats, int]:
    """Append a pair, with more room where there is none left."""
    if count == len(strengths):
        wider = np.empty((2 * count, 4), dtype=np.int64)
        wider[:count] = pairs
        pairs = wider
        longer = np.empty(2 * count, dtype=np.float64)
        longer[:count] = strengths
        strengths = longer
    pairs[count, 0] = min(a, b)
    pairs[count, 1] = max(a, b)
    pairs[count, 2] = body
    pairs[count, 3] = last_day
    strengths[count] = strength
    return pairs, strengths, count + 1


@kernel
def _pairs(
    ptr: Ints,
    person: Ints,
    start: Ints,
    end: Ints,
    by_start: Ints,
    by_end: Ints,
    day: int,
) -> tuple[Ints, Floats]:
    """Pairs of all bodies, with repetitions: columns a, b, body, last day; and strengths."""
    spells = len(person)
    pairs = np.empty((1024, 4), dtype=np.int64)
    strengths = np.empty(1024, dtype=np.float64)
    count = 0
    active = np.empty(spells, dtype=np.int64)
    place = np.empty(spells, dtype=np.int64)
    serving = np.zeros(spells, dtype=np.bool_)  # whether the spell's person is in post on the day
    for spell in range(spells):
        serving[spell] = end[spell] == day + 1
    for body in range(len(ptr) - 1):
        first = ptr[body]
        beyond = ptr[body + 1]
        for spell in range(beyond - 2, first - 1, -1):
            if person[spell] == person[spell + 1] and serving[spell + 1]:
                serving[spell] = True
        present = 0
        entered = first
        leaving = first
        while leaving < beyond:
            leaves = int(end[by_end[leaving]])
            while entered < beyond and start[by_start[entered]] < leaves:
                active[present] = by_start[entered]
                place[active[present]] = present
                present += 1
                entered += 1
            # Everybody in post on the last day before `leaves` is active now.
            running = leaves == day + 1
            strength = _strength(present, day + 1 - leaves)
            in_post = present
            while leaving < beyond and end[by_end[leaving]] == leaves:
                spell = int(by_end[leaving])
                leaving += 1
                present -= 1
                active[place[spell]] = active[present]
                place[active[present]] = place[spell]
                if strength < LEAST_STRENGTH or in_post < 2:  # noqa: PLR2004 - a pair
                    continue
                for at in range(present):
                    other = int(active[at])
                    if running:
                        matters = _overlapped(spell, other, first, person, start, end)
                    else:
                        # Who are both in post on the day are judged by that day.
                        both = serving[spell] and serving[other]
                        overlap = leaves - max(start[spell], start[other])
                        matters = not both and overlap >= SHORTEST_OVERLAP
                    if matters:
                        pairs, strengths, count = _noted(
                            pairs,
                            strengths,
                            count,
                            int(person[spell]),
                            int(person[other]),
                            body,
                            leaves - 1,
                            strength,
                        )
    return pairs[:count].copy(), strengths[:count].copy()
