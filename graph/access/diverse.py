"""A few routes of a pool such that at least one of them works as likely as can be.

Guide: ``docs/access-paths.md``.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.access.pool import MOST_TOGETHER, Pool
from graph.kernels import hop_lengths

POOL: Final = 50
"""Best routes to choose from, beside the independent ones."""
MOST_ENUMERATED: Final = 3
EQUAL: Final = 1e-12  # chances nearer than this differ by rounding alone

Floats = NDArray[np.floating[Any]]


def diverse_set(pool: Pool, k: int) -> tuple[int, ...]:
    """Choose k routes of a pool with the greatest chance that at least one works.

    Parameters
    ----------
    pool
        Routes, best first.
    k
        1 to 10.

    Returns
    -------
    tuple of int
        Rows of the pool, rising; fewer than k only if the pool is smaller. Of equal chances the
        greater product of all wins, then fewer steps, then the set that comes first.

    Raises
    ------
    ValueError
        If ``k`` is out of its range.

    Notes
    -----
    Up to three routes all sets are looked at: exact over the pool. More are added one by one,
    each where it adds most, which reaches at least 1 - 1/e of the pool's best. Time O(r^2 h) for
    two, O(r^3 h) for three, O(2^k r h) for more, with r routes over h hops.

    """
    if not 1 <= k <= MOST_TOGETHER:
        raise ValueError(f"k is {k}; choose 1 to {MOST_TOGETHER} diverse routes.")
    if len(pool) <= k:
        return tuple(range(len(pool)))
    if k == 1:
        return (0,)
    return _enumerated(pool, k) if k <= MOST_ENUMERATED else _greedy(pool, k)


def _enumerated(pool: Pool, k: int) -> tuple[int, ...]:
    """Look at all pairs, or at all sets of three."""
    uses = pool.uses.astype(np.float64)
    costs = -np.log(pool.chance)
    alone = uses @ costs
    shared = (uses * costs) @ uses.T
    pairs = alone[:, None] + alone - shared  # cost of all hops of two routes, each once
    one, two = np.exp(-alone), np.exp(-pairs)
    rows = np.arange(len(pool))
    chances: Floats = one[:, None] + one - two
    is_set = rows[:, None] < rows
    if k == MOST_ENUMERATED:
        by_three = np.stack([(uses * (use * costs)) @ uses.T for use in uses])
        three = np.exp(-(pairs[:, :, None] + alone - shared[:, None, :] - shared + by_three))
        chances = chances[:, :, None] + one - two[:, None, :] - two + three
        is_set = is_set[:, :, None] & is_set
    best = np.max(chances, where=is_set, initial=0.0)
    lengths = pool.uses @ hop_lengths(pool.chance)
    found = np.argwhere(is_set & (chances >= best - EQUAL))
    least = min(found.tolist(), key=lambda members: (int(lengths[members].sum()), members))
    return tuple(least)


def _greedy(pool: Pool, k: int) -> tuple[int, ...]:
    """Add what adds most, k times; of equal gains the better route."""
    uses = pool.uses.astype(np.float64)
    costs = -np.log(pool.chance)
    unions = np.zeros((1, len(costs)), np.bool_)
    signs = np.array([1.0])
    members: list[int] = []
    for _ in range(k):
        # Chance that a route works and none of the chosen ones does.
        rest = np.where(unions, 0.0, costs) @ uses.T
        gains = signs @ np.exp(-(unions @ costs)[:, None] - rest)
        gains[members] = -1.0
        best = int(np.flatnonzero(gains >= gains.max() - EQUAL)[0])
        members.append(best)
        unions = np.concatenate([unions, unions | pool.uses[best]])
        signs = np.concatenate([signs, -signs])
    return tuple(sorted(members))
