"""Who is joined with whom on a day, strengths aside: live ties and positions, people and partners.

Guide: ``docs/methods/isolation.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.access.hops import Basis
from graph.access.network import AccessNetwork
from graph.analysis.sociogram import Rows
from graph.network import CONTACT, PARTNER
from graph.strength.contacts import unordered_codes
from graph.strength.strength import STALE, strengths_of
from graph.strength.ties import LEAST_FADED
from graph.vocabulary import Traversal

LEAST_LIVE: Final = STALE
"""A tie is live from this strength on."""

SOURCES_AT_ONCE: Final = 1024
FAR: Final = np.iinfo(np.int32).max
"""Steps to whom nothing leads."""

Indices = NDArray[np.int32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Neighbours on a day, in both directions, each once.

    Parameters
    ----------
    rows
        By index of the network; places of nobody have no neighbours.
    live
        The same by live ties alone, without positions.
    colleagues
        Inferred colleagues who serve together on the day and are as close as a live tie; no part
        of ``rows``, which has their positions.
    own
        All traversable ties that hold, faded ones among them; the weight is the strength used.
    is_actor
        Shape (places,): whether somebody stands there; people and partners, isolates among them.

    """

    rows: Rows
    live: Rows
    colleagues: Rows
    own: Rows
    is_actor: NDArray[np.bool_]

    @classmethod
    def of(cls, access: AccessNetwork) -> Self:
        """Draw the live ties and the positions of a day.

        A tie is live if it holds on the day, an introduction can travel it and the strength used
        is 0.1 or more; a pair in touch counts like a tie. Inferred colleagues do not: nobody said
        that they know each other. Time and memory O(n + hops log hops).
        """
        view, hops = access.view, access.hops
        network, count = view.network, len(view.network)
        holds = np.isin(unordered_codes(hops.source, hops.target), _held(access))
        # Both directions may have a hop; the closer one counts.
        strength = hops.strength[holds]
        own = _closest(count, hops.source[holds], hops.target[holds], strength)
        is_live = own.weight >= LEAST_LIVE
        ones, others = own.source[is_live], own.idx[is_live]
        serve = (hops.basis == Basis.COLLEAGUES) & (hops.last_day >= view.day)
        serve &= hops.strength >= LEAST_LIVE
        posts = network.positions.take(np.flatnonzero(view.positions))
        kind = network.actors.kind
        return cls(
            _joined(count, (ones, posts.contact), (others, posts.partner)),
            _joined(count, (ones,), (others,)),
            _joined(count, (hops.source[serve],), (hops.target[serve],)),
            own,
            ((kind == CONTACT) | (kind == PARTNER)) & ~network.out_of_use,
        )

    @property
    def count(self) -> int:
        """Number of actors."""
        return int(np.count_nonzero(self.is_actor))

    def neighbours(self, actor: int) -> Indices:
        """Give who is joined with an actor, by index."""
        return self.rows.idx[self.rows.ptr[actor] : self.rows.ptr[actor + 1]]

    @cached_property
    def joins(self) -> csr_array:
        """Neighbours as a matrix of ones."""
        rows = self.rows
        ones = np.ones(len(rows))
        return csr_array((ones, rows.idx, rows.ptr), shape=(rows.count, rows.count))

    @cached_property
    def components(self) -> tuple[Indices, Ints]:
        """Number of the component of each place, and the size of each component in actors."""
        labels = connected_components(self.joins, directed=False)[1].astype(np.int32)
        sizes = np.bincount(labels, weights=self.is_actor).astype(np.int64)
        return labels, sizes

    @cached_property
    def is_outside(self) -> NDArray[np.bool_]:
        """Whether each actor is outside the largest component; of equally large ones nobody is."""
        labels, sizes = self.components
        most = sizes.max(initial=0)
        if np.count_nonzero(sizes == most) != 1:
            return np.zeros(len(labels), np.bool_)
        return self.is_actor & (sizes[labels] != most)


def _held(access: AccessNetwork) -> Ints:
    """Give the pairs with a traversable tie that holds on the day, or that are in touch."""
    view, types = access.view, access.network.types
    ties = view.network.ties
    carries = np.array([type_.traversal is not Traversal.NONE for type_ in types], np.bool_)
    rows = np.flatnonzero(view.ties & carries[ties.type]) if len(types) else np.empty(0, np.int64)
    tied = unordered_codes(ties.source[rows], ties.target[rows])
    told = access.origin or strengths_of(view)
    met = told.codes[(told.contacts > 0) & (told.strength >= LEAST_FADED)]
    return np.union1d(tied, met)


def _closest(count: int, source: Indices, target: Indices, strength: NDArray[np.float64]) -> Rows:
    """Compress pairs without direction; of several strengths the largest stays."""
    one, other = np.concatenate([source, target]), np.concatenate([target, source])
    weight = np.tile(strength, 2)
    order = np.lexsort((-weight, other, one))
    codes = (one[order].astype(np.int64) << 32) | other[order]
    first = order[np.flatnonzero(np.diff(codes, prepend=-1))]
    # A strength of 0 is still a tie.
    kept = np.maximum(weight[first], np.finfo(np.float64).tiny)
    return Rows.of(count, one[first], other[first], kept)


def _joined(count: int, ones: Sequence[Indices], others: Sequence[Indices]) -> Rows:
    one, other = np.concatenate(ones), np.concatenate(others)
    both = np.concatenate([one, other]), np.concatenate([other, one])
    return Rows.of(count, *both, np.ones(2 * len(one)))


# ---------------------------------------------------------------------------- steps


def steps_from(rows: Rows, start: int) -> Indices:
    """Count the fewest steps from one actor to each; ``FAR`` where there are none."""
    steps = np.full(rows.count, FAR, np.int32)
    steps[start] = 0
    front, level = np.array([start]), 0
    while len(front):
        level += 1
        found = _beside(rows, front)
        front = np.unique(found[steps[found] == FAR])
        steps[front] = level
    return steps


def nearer_by(rows: Rows, start: int, steps: Indices, first: int = 1) -> tuple[Indices, Indices]:
    """Find whom a new neighbour brings nearer, and to how many steps.

    Parameters
    ----------
    rows
        Neighbours.
    start
        The new neighbour.
    steps
        Steps so far (:func:`steps_from`).
    first
        Steps to the new neighbour.

    Returns
    -------
    tuple
        Indices of all who come nearer, and their new steps.

    Notes
    -----
    Whoever stands on a shortest way from the new neighbour to somebody who comes nearer comes
    nearer too, so the search stops at all others: time in proportion to what changes.

    """
    if steps[start] <= first:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    seen, levels = [np.array([start])], [first]
    reached = {start}
    front, level = np.array([start]), first
    while len(front):
        level += 1
        found = _beside(rows, front)
        found = np.unique(found[steps[found] > level])
        front = np.array([one for one in found.tolist() if one not in reached], np.int64)
        if len(front):
            reached.update(front.tolist())
            seen.append(front)
            levels.append(level)
    new = np.repeat(levels, [len(part) for part in seen])
    return np.concatenate(seen).astype(np.int32), new.astype(np.int32)


def _beside(rows: Rows, front: NDArray[np.integer]) -> Indices:
    """Give the neighbours of several actors, repetitions included."""
    start, sizes = rows.ptr[front], rows.ptr[front + 1] - rows.ptr[front]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return rows.idx[np.repeat(start, sizes) + within]


def reached_by_steps(rows: Rows, starts: Sequence[int]) -> list[Ints]:
    """Count how many others are reached in exactly 1, 2, 3 ... steps from each of some actors.

    Returns
    -------
    list of ndarray
        Of each start: counts by steps, as far as anybody is reached.

    Notes
    -----
    Breadth-first from 1,024 actors at once, one bit each; a step costs time in proportion to the
    arcs of the actors who are at its front from any start.

    """
    told: list[Ints] = []
    for place in range(0, len(starts), SOURCES_AT_ONCE):
        told += _reached(rows, np.asarray(starts[place : place + SOURCES_AT_ONCE], np.int64))
    return told


def _reached(rows: Rows, starts: Ints) -> list[Ints]:
    words = -(-len(starts) // 64)
    bits = np.zeros((rows.count, words), np.uint64)
    column = np.arange(len(starts))
    np.bitwise_or.at(
        bits, (starts, column // 64), np.left_shift(np.uint64(1), (column % 64).astype(np.uint64))
    )
    seen, counts = bits.copy(), list[Ints]()
    front = np.unique(starts)
    while len(front):
        into, arriving = _arrivals(rows, front, bits)
        fresh = arriving & ~seen[into]
        is_new = fresh.any(axis=1)
        front, fresh = into[is_new], fresh[is_new]
        bits[front] = fresh
        seen[front] |= fresh
        if len(front):
            counts.append(_bits_by_column(fresh)[: len(starts)])
    if not counts:
        return [np.empty(0, np.int64) for _ in range(len(starts))]
    table = np.stack(counts, axis=1)
    lasts = (table != 0).sum(axis=1)  # no step is skipped: counts are positive, then 0
    return [table[one, : lasts[one]] for one in range(len(starts))]


def _arrivals(rows: Rows, front: Ints, bits: NDArray[np.uint64]) -> tuple[Ints, NDArray[np.uint64]]:
    """Bring the bits of the front to its neighbours: who gets any, and which."""
    into = _beside(rows, front)
    whose = np.repeat(front, rows.ptr[front + 1] - rows.ptr[front])
    order = np.argsort(into, kind="stable")
    sorted_into = into[order]
    first = np.flatnonzero(np.diff(sorted_into, prepend=-1))
    if not len(first):
        return np.empty(0, np.int64), np.empty((0, bits.shape[1]), np.uint64)
    arriving = np.bitwise_or.reduceat(bits[whose[order]], first, axis=0)
    return sorted_into[first].astype(np.int64), arriving


def _bits_by_column(words: NDArray[np.uint64]) -> Ints:
    """Count the set bits of each of 64 columns a word."""
    total = np.zeros(64 * words.shape[1], np.int64)
    for place in range(0, len(words), 4096):
        part = np.ascontiguousarray(words[place : place + 4096]).astype("<u8").view(np.uint8)
        total += np.unpackbits(part, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
    return total


def harmonic(counts: Ints, actors: int) -> float | None:
    """Give the mean of 1/steps to all others, 0 for whom nothing leads; ``None`` if alone."""
    if actors <= 1:
        return None
    return float((counts / np.arange(1, len(counts) + 1)).sum() / (actors - 1))
