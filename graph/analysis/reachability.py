"""How near others are, and through whom they pass: closeness, harmonic closeness, betweenness.

Definitions: ``docs/methods/closeness.md`` and ``docs/methods/betweenness.md``.
"""

import numpy as np

from graph.analysis.blocks import Distances, distances, passages
from graph.analysis.sociogram import Floats, Sociogram


def closeness(graph: Sociogram, *, toward: bool = False) -> Floats | None:
    """Give closeness with the correction of Wasserman and Faust: values of parts are comparable.

    Parameters
    ----------
    graph
        Steps count, strengths do not.
    toward
        Whether others reach the vertex; else it reaches others.

    Returns
    -------
    ndarray or None
        Shape (n,), 0 to 1: (r/(n - 1)) · (r/Σd) over the r others within reach; 0 where there is
        none. ``None``: there is nobody else.

    Notes
    -----
    Breadth-first from 512 vertices at once. Sources: Freeman (1979), Social Networks 1:215;
    Wasserman & Faust (1994), p. 201.

    """
    others = len(graph) - 1
    if others < 1:
        return None
    found = _distances(graph, toward=toward)
    share = found.reached / others
    return share * np.divide(
        found.reached, found.total, out=np.zeros(len(graph)), where=found.total > 0
    )


def harmonic(graph: Sociogram, *, toward: bool = False) -> Floats | None:
    """Give harmonic closeness: the mean of 1/d over all others, 0 for those out of reach.

    Returns
    -------
    ndarray or None
        Shape (n,), 0 to 1. ``None``: there is nobody else.

    Notes
    -----
    Valid on disconnected graphs. Sources: Marchiori & Latora (2000), Physica A 285:539; Boldi &
    Vigna (2014), Internet Mathematics 10:222.

    """
    others = len(graph) - 1
    return None if others < 1 else _distances(graph, toward=toward).nearness / others


def betweenness(graph: Sociogram) -> Floats | None:
    """Give the share of pairs of others whose shortest routes pass each vertex.

    A pair with several shortest routes counts by the share that passes.

    Returns
    -------
    ndarray or None
        Shape (n,), 0 to 1; 0 with fewer than three vertices. ``None``: a pair has more than 1e308
        shortest routes.

    Notes
    -----
    Steps count, strengths do not. Exact, O(nm). Sources: Freeman (1977), Sociometry 40:35; Brandes
    (2001), Journal of Mathematical Sociology 25:163.

    """
    count = len(graph)
    pairs = (count - 1) * (count - 2)  # ordered ones: without direction every pair comes twice
    if pairs <= 0:
        return np.zeros(count)
    try:
        return passages(graph.out).vertices / pairs
    except OverflowError:
        return None


def _distances(graph: Sociogram, *, toward: bool) -> Distances:
    return distances(graph.back, graph.out) if toward else distances(graph.out, graph.back)
