"""Structural holes, cuts and the census of brokerage: by hand, by definition, by igraph."""

import math
import random
from itertools import product
from typing import Final

import igraph
import networkx as nx
import numpy as np
import pytest

from graph.analysis.sociogram import Rows, Sociogram
from graph.kernels.census import brokerage_census
from graph.kernels.cuts import cut_structure
from graph.kernels.holes import structural_holes

CASES: Final = range(150)


def random_records(seed: int) -> Sociogram:
    """Parallel records, loops, both kinds of direction, isolates."""
    draw = random.Random(seed)
    count, records = draw.randint(1, 12), draw.randint(0, 30)
    one = [draw.randrange(count) for _ in range(records)]
    other = [draw.randrange(count) for _ in range(records)]
    weight = [draw.choice([0.25, 0.5, 1.0, 3.0]) for _ in range(records)]
    mutual = [draw.random() < 0.3 for _ in range(records)]
    return Sociogram.of(range(count), one, other, weight, mutual)


def matrix(rows: Rows) -> np.ndarray:
    full = np.zeros((rows.count, rows.count))
    full[rows.source, rows.idx] = rows.weight
    return full


def undirected(graph: nx.Graph) -> Rows:
    edges = list(graph.edges)
    one, other = zip(*edges, strict=True) if edges else ((), ())
    ones = np.ones(len(edges))
    return Sociogram.of(range(len(graph)), one, other, ones, ones.astype(bool)).both


def holes_by_definition(z: np.ndarray, i: int) -> tuple[float, float, float]:
    around = [j for j in range(len(z)) if z[i, j] > 0]
    if not around:
        return math.nan, math.nan, math.nan
    p = z / np.where(z.sum(axis=1) > 0, z.sum(axis=1), 1)[:, None]
    c, effective = [], 0.0
    for j in around:
        others = [q for q in range(len(z)) if q not in (i, j)]
        c.append((p[i, j] + sum(p[i, q] * p[q, j] for q in others)) ** 2)
        effective += 1 - sum(p[i, q] * z[j, q] / z[j].max() for q in others)
    k, total = len(around), sum(c)
    if k == 1:
        return total, effective, 1.0
    ratios = [one / (total / k) for one in c]
    return total, effective, sum(r * math.log(r) for r in ratios) / (k * math.log(k))


@pytest.mark.parametrize("seed", CASES)
def test_structural_holes_follow_their_definition(seed: int) -> None:
    rows = random_records(seed).both
    z = matrix(rows)
    expected = [holes_by_definition(z, i) for i in range(len(z))]
    found = np.column_stack(structural_holes(rows.ptr, rows.idx, rows.weight))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_constraint_of_the_karate_club_equals_that_of_igraph() -> None:
    """Zachary (1977), Journal of Anthropological Research 33:452."""
    club = nx.karate_club_graph()
    rows = undirected(club)
    second = igraph.Graph(len(club), list(club.edges)).constraint()
    np.testing.assert_allclose(structural_holes(rows.ptr, rows.idx, rows.weight)[0], second)


def test_constraint_passes_one_in_a_triangle() -> None:
    rows = undirected(nx.complete_graph(3))
    constraint, effective, hierarchy = structural_holes(rows.ptr, rows.idx, rows.weight)
    assert constraint.tolist() == pytest.approx([1.125] * 3)
    assert effective.tolist() == pytest.approx([1.0] * 3)
    assert hierarchy.tolist() == pytest.approx([0.0] * 3, abs=1e-12)


@pytest.mark.parametrize("seed", CASES)
def test_cuts_are_what_removal_does(seed: int) -> None:
    rows = random_records(seed).both
    graph = nx.Graph()
    graph.add_nodes_from(range(rows.count))
    graph.add_edges_from(zip(rows.source.tolist(), rows.idx.tolist(), strict=True))
    component, gained, is_bridge = cut_structure(rows.ptr, rows.idx)
    before = nx.number_connected_components(graph)
    assert len(set(component.tolist())) == before
    for v in graph:
        rest = graph.subgraph(set(graph) - {v})
        after = nx.number_connected_components(rest)
        assert gained[v] == max(after - before, 0)
    for at, (one, other) in enumerate(zip(rows.source, rows.idx, strict=True)):
        rest = graph.copy()
        rest.remove_edge(one, other)
        assert is_bridge[at] == (nx.number_connected_components(rest) > before)


def test_a_chain_of_ten_thousand_is_all_bridges() -> None:
    rows = undirected(nx.path_graph(10_000))
    _, gained, is_bridge = cut_structure(rows.ptr, rows.idx)
    assert is_bridge.all()
    assert gained.sum() == 9_998


def test_without_anybody_nothing_is_found() -> None:
    rows = Rows.of(0, [], [], [])
    assert [len(one) for one in structural_holes(rows.ptr, rows.idx, rows.weight)] == [0] * 3
    assert [len(one) for one in cut_structure(rows.ptr, rows.idx)] == [0] * 3


@pytest.mark.parametrize("seed", CASES)
def test_the_census_counts_open_pairs_by_role(seed: int) -> None:
    graph = random_records(seed)
    tied = matrix(graph.out) > 0
    draw = random.Random(seed)
    group = np.array([draw.randint(-1, 2) for _ in range(len(graph))], np.int64)
    expected = np.zeros((len(graph), 6), np.int64)
    for a, v, b in product(range(len(graph)), repeat=3):
        if a == b or not (tied[a, v] and tied[v, b]) or tied[a, b]:
            continue
        expected[v, 5] += 1
        one, own, other = group[a], group[v], group[b]
        if min(one, own, other) < 0:
            continue
        if one == own == other:
            expected[v, 0] += 1
        elif one == other:
            expected[v, 1] += 1
        elif one == own:
            expected[v, 2] += 1
        elif other == own:
            expected[v, 3] += 1
        else:
            expected[v, 4] += 1
    out, back = graph.out, graph.back
    found = brokerage_census(out.ptr, out.idx, back.ptr, back.idx, group, 3)
    np.testing.assert_array_equal(found, expected)
