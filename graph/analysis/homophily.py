"""Whether ties stay within groups: E-I index, mixing, assortativity, beside what chance would give.

Definitions: ``docs/methods/homophily.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.analysis.sociogram import Floats, Ints, Rows, Sociogram

NO_GROUP: Final = -1
PERMUTATIONS: Final = 1_000
SEED: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class Homophily:
    """Ties within groups and between them; NaN is undefined: a ratio of nothing by nothing.

    An undirected graph counts each tie once, a directed one each arc. Vertices without a group,
    and their ties, take part in nothing.

    Parameters
    ----------
    external, internal
        Number of ties between groups, and within.
    index
        (E - I)/(E + I): -1 all within, 1 all between.
    expected
        The same if all pairs were tied alike: group sizes alone may make it positive.
    rescaled
        The index between the least (-1) and the most (1) that so many ties allow in such groups.
    p
        Share of shuffled labels, this one among them, whose index is at least as far from
        ``expected``; both sides.
    assortativity
        Of groups, 1 all within; below 0 where ties lead out more than by chance.
    mixing
        Shape (g, g): ties from group to group; without direction symmetric, those within a group
        counted once, so that the diagonal and one triangle sum to the ties.
    by_group, by_vertex
        The index of each group's ties, shape (g,), and of each vertex's, shape (n,).

    """

    external: int
    internal: int
    index: float
    expected: float
    rescaled: float
    p: float
    assortativity: float
    mixing: Ints
    by_group: Floats
    by_vertex: Floats


def homophily(
    graph: Sociogram,
    groups: Sequence[int] | NDArray[Any],
    *,
    count: int,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Homophily:
    """Count ties within and between groups, and set them beside chance.

    Parameters
    ----------
    graph
        Ties; strengths do not matter.
    groups
        Shape (n,): group of each vertex, 0 up to ``count`` - 1, or ``NO_GROUP``.
    count
        Number of groups.
    permutations
        How often labels are shuffled over the vertices that have one.
    seed
        Of the shuffling; vertices stand in the order of identifiers, so that the same network
        gives the same p.

    Notes
    -----
    O(m · permutations), vectorised. Sources: Krackhardt & Stern (1988), Social Psychology
    Quarterly 51:123 (E-I); Newman (2003), Physical Review E 67:026126 (assortativity).

    """
    label = np.asarray(groups, np.int64)
    rows = graph.out if graph.is_directed else graph.both
    one, other = rows.source, rows.idx
    has_group = (label[one] != NO_GROUP) & (label[other] != NO_GROUP)
    if not graph.is_directed:
        has_group &= one < other
    one, other = one[has_group], other[has_group]
    is_external = label[one] != label[other]
    external, internal = int(is_external.sum()), int((~is_external).sum())
    mixing = np.zeros((count, count), np.int64)
    np.add.at(mixing, (label[one], label[other]), 1)
    if not graph.is_directed:
        mixing += mixing.T - np.diag(np.diag(mixing))
    sizes = np.bincount(label[label != NO_GROUP], minlength=count)
    most_external, most_internal = _possible(sizes, is_directed=graph.is_directed)
    index = _ratio(external, internal)
    expected = _ratio(most_external, most_internal)
    ties = external + internal
    return Homophily(
        external,
        internal,
        index,
        expected,
        _rescaled(index, ties, most_external, most_internal),
        _p(label, one, other, index, expected, permutations, seed),
        _assortativity(mixing, is_directed=graph.is_directed),
        mixing,
        _by_group(label, one, other, is_external, count),
        _by_vertex(rows, label),
    )


def _ratio(external: float, internal: float) -> float:
    ties = external + internal
    return (external - internal) / ties if ties else float("nan")


def _possible(sizes: NDArray[Any], *, is_directed: bool) -> tuple[int, int]:
    """Count pairs between groups, and within; ordered ones if ties have a direction."""
    members = int(sizes.sum())
    within = int((sizes * (sizes - 1)).sum())
    between = members * (members - 1) - within
    return (between, within) if is_directed else (between // 2, within // 2)


def _rescaled(index: float, ties: int, most_external: int, most_internal: int) -> float:
    """Place the index between what so many ties could at least and at most be."""
    most = _ratio(min(ties, most_external), ties - min(ties, most_external))
    least = _ratio(ties - min(ties, most_internal), min(ties, most_internal))
    return 2 * (index - least) / (most - least) - 1 if most > least else float("nan")


def _p(
    label: Ints,
    one: NDArray[Any],
    other: NDArray[Any],
    index: float,
    expected: float,
    permutations: int,
    seed: int,
) -> float:
    if np.isnan(index) or np.isnan(expected) or permutations < 1:
        return float("nan")
    draw, members = np.random.default_rng(seed), np.flatnonzero(label != NO_GROUP)
    shuffled, far, ties = label.copy(), 0, len(one)
    distance = abs(index - expected) - 1e-12
    for _ in range(permutations):
        shuffled[members] = draw.permutation(label[members])
        external = int(np.count_nonzero(shuffled[one] != shuffled[other]))
        far += abs(_ratio(external, ties - external) - expected) >= distance
    return (1 + far) / (1 + permutations)


def _assortativity(mixing: Ints, *, is_directed: bool) -> float:
    """Give r = (Σ e_ii - Σ a_i b_i)/(1 - Σ a_i b_i) of shares of tie ends."""
    ends = mixing.astype(np.float64)
    if not is_directed:
        ends += np.diag(np.diag(ends))  # a tie within a group has both its ends there
    total = ends.sum()
    if not total:
        return float("nan")
    shares = ends / total
    by_chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return (float(np.trace(shares)) - by_chance) / (1 - by_chance) if by_chance < 1 else np.nan


def _by_group(
    label: Ints, one: NDArray[Any], other: NDArray[Any], is_external: NDArray[np.bool_], count: int
) -> Floats:
    """Give the index of the ties that touch each group."""
    within = np.bincount(label[one[~is_external]], minlength=count)
    between = np.bincount(label[one[is_external]], minlength=count)
    between += np.bincount(label[other[is_external]], minlength=count)
    return _shares(between, within)


def _by_vertex(rows: Rows, label: Ints) -> Floats:
    """Give the index of each vertex's own ties; arcs that leave it, if they have a direction."""
    one, other = rows.source, rows.idx
    known = (label[one] != NO_GROUP) & (label[other] != NO_GROUP)
    differs = label[one] != label[other]
    between = np.bincount(one[known & differs], minlength=rows.count)
    within = np.bincount(one[known & ~differs], minlength=rows.count)
    return _shares(between, within)


def _shares(between: NDArray[Any], within: NDArray[Any]) -> Floats:
    ties = between + within
    return np.divide(between - within, ties, out=np.full(len(ties), np.nan), where=ties > 0)
