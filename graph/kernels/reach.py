"""Everybody within reach of some actors, or reaching them, from one search.

Guide: ``docs/access-paths.md``. Arcs as ``graph.kernels.arcs`` packs them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kernels.arcs import Arcs, Indices, Ints, Marks
from graph.kernels.arrays import read_only
from graph.kernels.bounds import MOST_STEPS, UNREACHED
from graph.kernels.cache import kernel

_NONE: Final = -1  # steps of an actor without a route
_AVOIDED: Final = -2


def reach_within(
    arcs: Arcs,
    starts: Sequence[int],
    avoid: Sequence[int] = (),
    *,
    max_steps: int,
    backward: bool,
) -> tuple[Ints, NDArray[np.int8], Indices]:
    """Find the best route between the starts and every actor within a limit of steps.

    Forward it answers "whom can the starts reach?", backward "who can reach them?". Of
    equal routes the one whose actors' ranks come first is taken, read from the one who asks to
    the one who is asked; so it is the first route that ``best_routes`` gives for the two.

    Parameters
    ----------
    arcs
        What a route may use.
    starts
        Indices of actors.
    avoid
        Indices of actors on no route, beside those of ``arcs.never``.
    max_steps
        Most steps of a route, 1 to 6.
    backward
        Whether to follow the arcs against their direction; it decides from which end equal
        routes are read.

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
    ptr, idx, length = (
        (arcs.in_ptr, arcs.in_idx, arcs.in_length)
        if backward
        else (arcs.out_ptr, arcs.out_idx, arcs.out_length)
    )
    return _reach(
        ptr,
        idx,
        length,
        arcs.rank,
        arcs.never,
        read_only(starts, np.int32),
        read_only(avoid, np.int32),
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
    never: Marks,
    starts: Indices,
    avoid: Indices,
    max_steps: int,
    backward: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
) -> tuple[Ints, NDArray[np.int8], Indices]:
    actors = len(ptr) - 1
    best = np.full(actors, UNREACHED, dtype=np.int64)
    steps = np.full(actors, _NONE, dtype=np.int8)
    toward = np.full((max_steps + 1, actors), -1, dtype=np.int32)
    changed = np.empty(actors, dtype=np.int32)
    following = np.empty(actors, dtype=np.int32)
    for actor in avoid:
        steps[actor] = _AVOIDED
    count = 0
    for start in starts:
        if not never[start] and steps[start] == _NONE:
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
                if steps[other] == _AVOIDED:
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
    for actor in avoid:
        steps[actor] = _NONE
    return best, steps, toward
