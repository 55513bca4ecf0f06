"""Compiled loops: arrays in, arrays out, no records.

``graph.kernels.cache`` says where compiled code is kept; ``graph.kernels.warm`` compiles all of it.
"""

from graph.kernels.arcs import NO_HOP, Arcs
from graph.kernels.betweenness import Course, betweenness_sums
from graph.kernels.bounds import MOST_STEPS, UNREACHED
from graph.kernels.census import ROLES, brokerage_census
from graph.kernels.closeness import closeness_sums, weighted_closeness_sums
from graph.kernels.colleagues import colleague_pairs
from graph.kernels.corridor import Corridor, corridor_between
from graph.kernels.cuts import cut_structure
from graph.kernels.geodesics import Lengths, lengths_of
from graph.kernels.holes import structural_holes
from graph.kernels.reach import follow, reach_within
from graph.kernels.routes import best_routes, hop_lengths
from graph.kernels.strength import (
    BOTH,
    FROM_A,
    FROM_B,
    RHYTHMS,
    contacts_of_pairs,
    depths_of_pairs,
    order_of_pairs,
    share_an_element,
    shares_of_contacts,
)

__all__ = [
    "BOTH",
    "FROM_A",
    "FROM_B",
    "MOST_STEPS",
    "NO_HOP",
    "RHYTHMS",
    "ROLES",
    "UNREACHED",
    "Arcs",
    "Corridor",
    "Course",
    "Lengths",
    "best_routes",
    "betweenness_sums",
    "brokerage_census",
    "closeness_sums",
    "colleague_pairs",
    "contacts_of_pairs",
    "corridor_between",
    "cut_structure",
    "depths_of_pairs",
    "follow",
    "hop_lengths",
    "lengths_of",
    "order_of_pairs",
    "reach_within",
    "share_an_element",
    "shares_of_contacts",
    "structural_holes",
    "weighted_closeness_sums",
]
