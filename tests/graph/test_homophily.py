"""Ties within and between groups: by hand, by definition on random graphs, by NetworkX."""

import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.analysis.homophily import NO_GROUP, Homophily, homophily
from graph.analysis.sociogram import Sociogram


def measured(
    ties: list[tuple[int, int]], groups: list[int], *, directed: bool = False, **how: Any
) -> Homophily:
    one, other = zip(*ties, strict=True) if ties else ((), ())
    graph = Sociogram.of(
        np.arange(len(groups)), one, other, np.ones(len(ties)), np.full(len(ties), not directed)
    )
    return homophily(graph, groups, count=max([*groups, 0]) + 1, **how)


def test_a_small_network_by_hand() -> None:
    """Two groups of two and three; one tie within, two between, out of 4 and 6 pairs."""
    found = measured([(0, 1), (1, 2), (0, 3)], [0, 0, 1, 1, 1])

    assert (found.external, found.internal) == (2, 1)
    assert found.index == pytest.approx(1 / 3)
    assert found.expected == pytest.approx((6 - 4) / 10)
    assert found.rescaled == pytest.approx(2 * (1 / 3 + 1) / 2 - 1)
    assert found.mixing.tolist() == [[1, 2], [2, 0]]
    assert found.by_group.tolist() == pytest.approx([1 / 3, 1.0])
    assert found.by_vertex.tolist() == pytest.approx(
        [0.0, 0.0, 1.0, 1.0, float("nan")], nan_ok=True
    )


def test_group_sizes_alone_can_make_the_index_positive() -> None:
    """All tied to all: as external as chance, which is more than half (Krackhardt & Stern 1988)."""
    groups = [0, 0, 1, 1, 2, 2]
    found = measured(list(itertools.combinations(range(6), 2)), groups)

    assert found.index == found.expected == pytest.approx((12 - 3) / 15)
    assert found.p == 1
    assert np.isnan(found.rescaled)


def test_so_few_external_ties_that_chance_seldom_gives_fewer() -> None:
    pairs = [*itertools.combinations(range(6), 2), *itertools.combinations(range(6, 12), 2), (0, 6)]
    found = measured(pairs, [0] * 6 + [1] * 6)

    assert found.index == pytest.approx(-29 / 31)
    assert found.p < 0.01
    assert found.p == measured(pairs, [0] * 6 + [1] * 6).p
    assert found.assortativity > 0.9


@pytest.mark.parametrize(
    ("ties", "groups"), [([], []), ([], [0, 1]), ([(0, 1)], [NO_GROUP, 0]), ([(0, 1)], [0, 0])]
)
def test_what_is_a_ratio_of_nothing_is_undefined(
    ties: list[tuple[int, int]], groups: list[int]
) -> None:
    found = measured(ties, groups)

    if found.internal:
        assert (found.index, found.expected) == (-1, -1)
        assert np.isnan([found.rescaled, found.assortativity]).all()
    else:
        assert np.isnan([found.index, found.p, found.assortativity]).all()


@pytest.mark.parametrize("directed", [False, True])
def test_random_networks_by_definition(directed: bool) -> None:
    draw = random.Random(8)
    defined = 0
    for _ in range(300):
        count = draw.randint(2, 9)
        groups = [draw.choice([NO_GROUP, 0, 1, 2, 2]) for _ in range(count)]
        pairs = list(
            (itertools.permutations if directed else itertools.combinations)(range(count), 2)
        )
        ties = draw.sample(pairs, draw.randint(0, len(pairs)))
        if directed and {(other, one) for one, other in ties} == set(ties):
            continue  # then it has no direction
        found = measured(ties, groups, directed=directed, permutations=19)
        kept = [pair for pair in ties if NO_GROUP not in (groups[pair[0]], groups[pair[1]])]
        external = sum(groups[one] != groups[other] for one, other in kept)
        assert (found.external, found.internal) == (external, len(kept) - external)
        members = [vertex for vertex in range(count) if groups[vertex] != NO_GROUP]
        possible = [pair for pair in pairs if set(pair) <= set(members)]
        differ = sum(groups[one] != groups[other] for one, other in possible)
        if possible:
            assert found.expected == pytest.approx((2 * differ - len(possible)) / len(possible))
        assert int(found.mixing.sum()) == (len(kept) if directed else len(kept) + external)
        made: nx.Graph = nx.DiGraph() if directed else nx.Graph()
        made.add_nodes_from((vertex, {"group": groups[vertex]}) for vertex in members)
        made.add_edges_from(kept)
        if kept and len({groups[vertex] for pair in kept for vertex in pair}) > 1:
            expected = nx.attribute_assortativity_coefficient(made, "group")
            assert found.assortativity == pytest.approx(expected, nan_ok=True)
            defined += 1
    assert defined > 100


def test_names_of_groups_do_not_matter() -> None:
    draw = random.Random(9)
    ties = draw.sample(list(itertools.combinations(range(10), 2)), 20)
    groups = [draw.choice([0, 1, 2]) for _ in range(10)]
    other = [{0: 2, 1: 0, 2: 1}[group] for group in groups]
    one, two = measured(ties, groups), measured(ties, other)

    assert (one.index, one.rescaled, one.p) == (two.index, two.rescaled, two.p)
    assert one.assortativity == pytest.approx(two.assortativity)
