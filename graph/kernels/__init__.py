"""Compiled loops: arrays in, arrays out, no records.

``graph.kernels.cache`` says where compiled code is kept; ``graph.kernels.warm`` compiles all of it.
"""

from graph.kernels.colleagues import colleague_pairs
from graph.kernels.reach import follow, reach_within
from graph.kernels.routes import NO_HOP, UNREACHED, best_routes, hop_lengths

__all__ = [
    "NO_HOP",
    "UNREACHED",
    "best_routes",
    "colleague_pairs",
    "follow",
    "hop_lengths",
    "reach_within",
]
