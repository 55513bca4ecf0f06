"""Everybody within reach of some actors, or reaching them, from one search.

Guide: ``docs/access-paths.md``. Arcs as in ``graph.kernels.routes``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel
from graph.kernels.routes import MOST_STEPS, UNREACHED, Flags, Indices, Ints


def reach_within(
    ptr: ArrayLike,
    idx: ArrayLike,
    length: ArrayLike,
    rank: ArrayLike,
    blocked: ArrayLike,
    starts: ArrayLike,
    max_steps: int,
    *,
    backward: bool,
) -> tuple[Ints, NDArray[np.int8], Indices]:
    """Find the best route between the starts and every actor within a limit of steps.

    Forward arcs answer "whom can the starts reach?", backward arcs "who can reach them?". Of
    equal routes the one whose actors' ranks come first is taken, read from the one who asks to
    the one who is asked; so it is the first route that ``best_routes`` gives for the two.

    Parameters
    ----------
    ptr, idx, length
        The arcs: ``out_*`` for those whom the starts reach, ``in_*`` for those who reach them.
    rank
        Shape (n,), int32: place of each actor's identifier in sorted order.
    blocked
        Shape (n,), bool: actors on no route.
    starts
        Indices of actors.
    max_steps
        Most steps of a route, 1 to 6.
    backward
        Whether the arcs are the backward ones; it decides from which end equal routes are read.

    Returns
    -------
    best
        Shape (n,), int64: length of the best route; ``UNREACHED`` where there is none, 0 at starts.
    steps
        Shape (n,), int8: its number of steps, -1 where there is none.
    toward
        Shape (max_steps + 1, n), int32: next actor toward the start on the best route of at most
        that many steps; -1 at starts and where there is none. ``follow`` reads it.

    Raises
    ------
    ValueError
        If ``max_steps`` is out of its range.

    Notes
    -----
    What is best in two steps may not be part of what is best in three: hence one row per limit.
    Time O(arcs out of actors whose length fell, per step); memory O(n max_steps).

    """
    if not 1 <= max_steps <= MOST_STEPS:
        raise ValueError(f"max_steps is {max_steps}; it must be 1 to {MOST_STEPS}.")
    return _reach(
        read_only(ptr, np.int64),
        read_only(idx, np.int32),
        read_only(length, np.int64),
        read_only(rank, np.int32),
        read_only(blocked, np.bool_),
        read_only(starts, np.int32),
        max_steps,
        backward,
    )


def follow(toward: Indices, actor: int) -> list[int]:
    """Read the best route between an actor and the nearest start.

    Parameters
    ----------
    toward
        As ``reach_within`` gives it.
    actor
        Index of an actor that has a route.

    Returns
    -------
    list of int
        From the actor to the start: for backward arcs the order of asking, else its reverse.

    """
    route = [int(actor)]
    for level in range(len(toward) - 1, 0, -1):
        following = int(toward[level, route[-1]])
        if following < 0:
            break
        route.append(following)
    return route


@kernel
def _unfold(actor: int, level: int, toward: Indices, route: Indices) -> int:
    """Write the route of an actor, start first, into ``route``; give its number of actors."""
    count = 0
    while actor >= 0:
        route[count] = actor
        count += 1
        actor = toward[level, actor] if level > 0 else -1
        level -= 1
    route[:count] = route[:count][::-1].copy()
    return count


@kernel
def _is_first(one: int, other: int, level: int, toward: Indices, rank: Indices) -> bool:
    """Whether the route to ``one``, read from its start, has lower ranks than that to ``other``."""
    first = np.empty(level + 1, dtype=np.int32)
    second = np.empty(level + 1, dtype=np.int32)
    shared = min(_unfold(one, level, toward, first), _unfold(other, level, toward, second))
    for place in range(shared):
        if first[place] != second[place]:
            return bool(rank[first[place]] < rank[second[place]])
    return False


@kernel
def _reach(
    ptr: Ints,
    idx: Indices,
    length: Ints,
    rank: Indices,
    blocked: Flags,
    starts: Indices,
    max_steps: int,
    backward: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
) -> tuple[Ints, NDArray[np.int8], Indices]:
    actors = len(ptr) - 1
    best = np.full(actors, UNREACHED, dtype=np.int64)
    steps = np.full(actors, -1, dtype=np.int8)
    toward = np.full((max_steps + 1, actors), -1, dtype=np.int32)
    changed = np.empty(actors, dtype=np.int32)
    following = np.empty(actors, dtype=np.int32)
    count = 0
    for start in starts:
        if not blocked[start] and steps[start] < 0:
            best[start] = 0
            steps[start] = 0
            changed[count] = start
            count += 1
    for level in range(1, max_steps + 1):
        toward[level] = toward[level - 1]
        below = best[changed[:count]]  # `best` is overwritten while the level below is read
        found = 0
        for place in range(count):
            actor = changed[place]
            for arc in range(ptr[actor], ptr[actor + 1]):
                other = idx[arc]
                if length[arc] < 0 or blocked[other]:
                    continue
                total = below[place] + length[arc]
                if total > best[other]:
                    continue
                if total < best[other]:
                    best[other] = total
                    toward[level, other] = actor
                    if steps[other] != level:
                        steps[other] = level
                        following[found] = other
                        found += 1
                # Equal lengths have equally many steps, so equal routes meet on one level.
                elif backward:
                    if rank[actor] < rank[toward[level, other]]:
                        toward[level, other] = actor
                elif _is_first(actor, toward[level, other], level - 1, toward, rank):
                    toward[level, other] = actor
        changed, following = following, changed
        count = found
    return best, steps, toward
