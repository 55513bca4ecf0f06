"""Compile every kernel once, so that no user waits for it.

Called while an image is built, by ``make install`` and when a server starts.
"""

from dataclasses import dataclass
from types import ModuleType
from typing import Final

import numpy as np
from numba.core.registry import CPUDispatcher

from graph.kernels import (
    arcs,
    betweenness,
    bounds,
    census,
    closeness,
    colleagues,
    corridor,
    cuts,
    geodesics,
    holes,
    ordering,
    reach,
    routes,
    strength,
)

MODULES: Final = (
    census,
    cuts,
    holes,
    arcs,
    bounds,
    routes,
    corridor,
    reach,
    colleagues,
    strength,
    ordering,
    geodesics,
    closeness,
    betweenness,
)


@dataclass(frozen=True)
class Warmth:
    """What warming did: kernels compiled now, and kernels loaded from the cache."""

    compiled: int
    loaded: int


def kernels_of(module: ModuleType) -> dict[str, CPUDispatcher]:
    """Name the compiled functions that a module defines."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, CPUDispatcher) and value.py_func.__module__ == module.__name__
    }


def warm() -> Warmth:
    """Run every kernel on the smallest input that reaches all of its code.

    Returns
    -------
    Warmth
        Counts since the process started; a second process compiles nothing.

    """
    # Two actors who know each other.
    pair = arcs.Arcs.of([0, 1], [1, 0], [1, 1], rank=[0, 1], never=[False, False])
    pair_rows = closeness.Neighbours(np.array([0, 1, 2], np.int64), np.array([1, 0], np.int32))
    routes.best_routes(pair, [0], [1], k=1, max_steps=3)
    corridor.corridor_between(pair, [0], [1], max_steps=2)
    reach.reach_within(pair, [0], max_steps=2, backward=False)
    colleagues.colleague_pairs([0, 2], [0, 1], [0, 0], [40, 40], day=40)
    strength.contacts_of_pairs(
        [0], [2], [0, 1], [True, False], [0.3], [True], [True, True], [True, True], 2
    )
    strength.order_of_pairs([0], [1], 2)
    strength.share_an_element([0, 1, 2], [1, 1], [0], [1])
    strength.depths_of_pairs([0, 2], [3, 9], [0.3, 1.0], [1, 0], [4], [84])
    strength.shares_of_contacts([3, 9], [0.3, 1.0], 84, 4)
    closeness.closeness_sums(pair_rows, pair_rows, [0])
    betweenness.betweenness_sums(betweenness.Course.of(pair_rows), [0], with_ties=True)
    for weight in ([2.0, 2.0], [0.5, 0.5]):  # whole lengths, and fractions
        lengths = geodesics.lengths_of(weight)
        closeness.weighted_closeness_sums(pair_rows, lengths, [0])
        betweenness.betweenness_sums(betweenness.Course.of(pair_rows, lengths), [0])
    census.brokerage_census([0, 1, 2], [1, 0], [0, 1, 2], [1, 0], [0, 0], 1)
    cuts.cut_structure([0, 1, 2], [1, 0])
    holes.structural_holes([0, 1, 2], [1, 0], [1.0, 1.0])
    stats = [kernel.stats for module in MODULES for kernel in kernels_of(module).values()]
    return Warmth(
        compiled=sum(sum(stat.cache_misses.values()) for stat in stats),
        loaded=sum(sum(stat.cache_hits.values()) for stat in stats),
    )
