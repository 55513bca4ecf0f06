"""Who is joined to those who are well joined: eigenvector centrality, Katz, PageRank.

Arcs mean "can approach", so that all three follow the arcs that come in: being approached by the
prominent makes prominent. Definitions: ``docs/methods/prominence.md``.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, eigs, eigsh

from graph.analysis.sociogram import Floats, Rows, Sociogram

DAMPING: Final = 0.85
KATZ_SHARE: Final = 0.5
"""Attenuation of Katz as a share of the largest that converges, 1/λ."""
TOLERANCE: Final = 1e-13
MOST_ROUNDS: Final = 10_000
DENSE: Final = 64
"""Matrices up to this size are solved whole; larger ones by Lanczos and Arnoldi iteration."""


def eigenvector(graph: Sociogram) -> Floats | None:
    """Give the eigenvector centrality within the largest part where all can reach all.

    λx = Aᵀx for the largest λ, with strengths as entries. Beyond one such part the answer would
    depend on how the iteration starts.

    Returns
    -------
    ndarray or None
        Shape (n,): above 0 with sum of squares 1 in the largest strongly connected part, NaN
        elsewhere. ``None``: no such part of two or more, several equally large, or no convergence.

    Notes
    -----
    By ARPACK, always begun alike; O(m) a round. Source: Bonacich (1972), Journal of Mathematical
    Sociology 2:113.

    """
    parts, part = _strong_components(graph.out)
    size = np.bincount(part, minlength=parts)
    largest = np.flatnonzero(size == size.max()) if parts else size
    if len(largest) != 1 or size[largest[0]] < 2:  # noqa: PLR2004 - a pair at least
        return None
    members = np.flatnonzero(part == largest[0])
    within = _matrix(graph.back)[members][:, members]
    found = _dominant(csr_array(within), is_symmetric=not graph.is_directed)
    if found is None:
        return None
    values = np.full(len(graph), np.nan)
    values[members] = found[1]
    return values


def katz(graph: Sociogram) -> Floats | None:
    """Give the Katz centrality of each vertex: x = (0.5/λ)Aᵀx + 1.

    Returns
    -------
    ndarray or None
        Shape (n,), 1 or more: 1 for whoever nobody can approach. ``None``: no arc lies on a
        circle, so that λ, the largest eigenvalue, is 0 and no attenuation is too large.

    Notes
    -----
    λ is the largest of those of the strongly connected parts. Each round halves the error.
    Source: Katz (1953), Psychometrika 18:39.

    """
    largest = spectral_radius(graph.out)
    if largest is None or largest <= 0:
        return None
    step = _matrix(graph.back) * (KATZ_SHARE / largest)
    total = np.ones(len(graph))
    added = np.ones(len(graph))
    for _ in range(MOST_ROUNDS):
        added = step @ added
        total += added
        if added.max() <= TOLERANCE * total.max():
            return total
    return None


def pagerank(graph: Sociogram) -> Floats | None:
    """Give the PageRank of each vertex: the share of time that a wanderer spends there.

    From each vertex it follows an arc by its share of the strengths with 0.85, else it starts
    again anywhere; so it does from a vertex without arcs.

    Returns
    -------
    ndarray or None
        Shape (n,), sum 1. ``None``: no vertex.

    Notes
    -----
    O(m) a round. Each shrinks the change to 0.85 of the last, until rounding is all that is
    left. Source: Brin & Page (1998), Computer Networks 30:107.

    """
    count = len(graph)
    if not count:
        return None
    leaving = graph.out.sums()
    share = np.divide(1.0, leaving, out=np.zeros(count), where=leaving > 0)
    arriving = _matrix(graph.back)
    rank, before = np.full(count, 1.0 / count), np.inf
    while True:
        idle = rank[leaving == 0].sum()
        moved = DAMPING * (arriving @ (rank * share) + idle / count) + (1 - DAMPING) / count
        change = float(np.abs(moved - rank).sum())
        rank = moved
        if change <= TOLERANCE or change >= before:
            return rank / rank.sum()
        before = change


def spectral_radius(rows: Rows) -> float | None:
    """Give the largest λ of a graph of strengths; 0 if no arc lies on a circle."""
    parts, part = _strong_components(rows)
    size = np.bincount(part, minlength=parts)
    source = rows.source
    within = np.flatnonzero((part[source] == part[rows.idx]) & (size[part[source]] > 1))
    if not len(within):
        return 0.0
    largest = 0.0
    order = np.argsort(part[source[within]], kind="stable")
    bounds = np.flatnonzero(np.diff(part[source[within[order]]], prepend=-1, append=parts))
    for start, end in pairwise(bounds.tolist()):
        arcs = within[order[start:end]]
        members, ends = np.unique(
            np.concatenate([source[arcs], rows.idx[arcs]]), return_inverse=True
        )
        one, other = ends[: len(arcs)], ends[len(arcs) :]
        matrix = csr_array((rows.weight[arcs], (one, other)), shape=(len(members), len(members)))
        found = _dominant(matrix, is_symmetric=False)
        if found is None:
            return None
        largest = max(largest, found[0])
    return largest


def _dominant(matrix: csr_array, *, is_symmetric: bool) -> tuple[float, Floats] | None:
    """Find the largest eigenvalue of a strongly connected graph and its vector of length 1."""
    count = matrix.shape[0]
    if count <= DENSE:
        values, vectors = np.linalg.eig(matrix.toarray())
    else:
        start = np.full(count, 1.0 / np.sqrt(count))
        try:
            if is_symmetric:
                values, vectors = eigsh(matrix, 1, which="LA", v0=start, maxiter=MOST_ROUNDS)
            else:
                values, vectors = eigs(matrix, 1, which="LR", v0=start, maxiter=MOST_ROUNDS)
        except ArpackError:
            return None
    place = int(np.argmax(np.real(values)))
    vector = np.abs(np.real(vectors[:, place]))
    return float(np.real(values[place])), vector / np.sqrt(vector @ vector)


def _matrix(rows: Rows) -> csr_array:
    return csr_array((rows.weight, rows.idx, rows.ptr), shape=(rows.count, rows.count))


def _strong_components(rows: Rows) -> tuple[int, np.ndarray]:
    return connected_components(_matrix(rows), directed=True, connection="strong")
