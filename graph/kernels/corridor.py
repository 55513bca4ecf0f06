"""The part of a network that routes within a limit can use.

A corridor holds every arc of every walk from a source to a target within the limit of steps, and
nothing else. It is small, so that questions which search again and again (who else could, if not
this one?) ask it instead of the whole network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.kernels.arcs import Arcs, Indices, Ints, unpacked
from graph.kernels.bounds import (
    ACTOR,
    BOUNDS,
    MOST_STEPS,
    UNREACHED,
    bounds_of,
    clear,
    ends_of,
    give_back,
    lend,
    question,
    taller,
)
from graph.kernels.cache import kernel


@dataclass(frozen=True, slots=True, eq=False)
class Corridor:
    """A small network of its own, whose actors are numbered in the order of their identifiers.

    Parameters
    ----------
    actors
        Index in the whole network of each actor.
    arcs
        What a route may use, in the corridor's own numbers.
    sources, targets
        Those of the asked ends that are on a route, in the corridor's own numbers.

    """

    actors: Indices
    arcs: Arcs
    sources: list[int]
    targets: list[int]

    def outside(self, route: Iterable[int]) -> tuple[int, ...]:
        """Give actors of the corridor as indices of the whole network."""
        return tuple(int(actor) for actor in self.actors[list(route)])


def corridor_between(
    arcs: Arcs,
    sources: Sequence[int],
    targets: Sequence[int],
    avoid: Sequence[int] = (),
    *,
    max_steps: int,
) -> Corridor:
    """Cut out what walks of at most ``max_steps`` steps can use.

    No arc leads into a source or out of a target: whoever could pass a source had better start
    there, and a route ends at the first target it meets.

    Parameters
    ----------
    arcs
        The whole network.
    sources, targets, avoid
        Indices of actors; nobody is source and target.
    max_steps
        1 to 6.

    """
    if not 1 <= max_steps <= MOST_STEPS:
        raise ValueError(f"max_steps is {max_steps}; it must be 1 to {MOST_STEPS}.")
    slot = lend(len(arcs))
    table = _corridor(arcs.packed, question(sources, targets, (), avoid), slot, max_steps)
    give_back(slot)
    tails, heads, lengths = table[:, 0], table[:, 1], table[:, 2]
    rank = arcs.rank
    ranks = np.unique(np.concatenate([rank[tails], rank[heads]]))
    actors = np.empty(len(ranks), np.int32)
    for ends in (tails, heads):
        actors[np.searchsorted(ranks, rank[ends])] = ends
    count = np.arange(len(ranks))
    small = Arcs.of(
        np.searchsorted(ranks, rank[tails]),
        np.searchsorted(ranks, rank[heads]),
        lengths,
        count,
        np.zeros(len(ranks), np.bool_),
    )
    return Corridor(actors, small, _found(actors, sources), _found(actors, targets))


def _found(actors: Indices, asked: Sequence[int]) -> list[int]:
    return np.flatnonzero(np.isin(actors, asked)).tolist()


@kernel
def _corridor(packed: Ints, asked: Indices, slot: Indices, max_steps: int) -> Ints:
    """Rows of (source, target, length)."""
    out_ptr, out_idx, out_length, _, _, _, _, _ = unpacked(packed)
    sources = ends_of(asked)[0]
    table, rows, ends = bounds_of(packed, asked, slot, max_steps, UNREACHED)
    depth = np.full(rows, -1, dtype=np.int64)
    queue = np.empty(rows, dtype=np.int64)
    queued = 0
    for source in sources:
        row = slot[source] - 1
        if row >= ends and depth[row] < 0:
            depth[row] = 0
            queue[queued] = row
            queued += 1
    found = np.empty((64, 3), dtype=np.int64)
    count = 0
    for place in range(rows):
        if place == queued:
            break
        here = queue[place]
        actor = table[here, ACTOR]
        level = depth[here] + 1
        for arc in range(out_ptr[actor], out_ptr[actor + 1]):
            row = slot[out_idx[arc]] - 1
            if row < 0 or depth[row] == 0:
                continue
            if level > max_steps or table[row, BOUNDS + max_steps - level] == UNREACHED:
                continue
            if count == found.shape[0]:
                found = taller(found, count)
            found[count, 0] = actor
            found[count, 1] = out_idx[arc]
            found[count, 2] = out_length[arc]
            count += 1
            if depth[row] < 0 and row >= ends:
                depth[row] = level
                queue[queued] = row
                queued += 1
    clear(asked, slot, table, rows)
    return found[:count]
