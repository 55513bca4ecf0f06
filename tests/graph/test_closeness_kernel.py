"""Closeness and harmonic sums, held against one plain search per vertex."""

import math
import random

import igraph
import networkx as nx
import numpy as np
import pytest

from graph.analysis.blocks import distances, weighted_distances
from graph.analysis.sociogram import Rows
from graph.kernels.closeness import AT_ONCE, closeness_sums
from graph.kernels.geodesics import lengths_of


def rows_of(graph):
    edges = [(a, b, w) for a, b, w in graph.edges(data="weight", default=1)]
    source, target, weight = zip(*edges, strict=True) if edges else ((), (), ())
    if not graph.is_directed():
        source, target, weight = source + target, target + source, weight + weight
    return Rows.of(len(graph), source, target, weight)


def turned(rows):
    return Rows.of(rows.count, rows.idx, rows.source, rows.weight)


def in_and_out(graph):
    out = rows_of(graph)
    back = turned(out)
    return distances(out, back), distances(back, out)


def by_definition(neighbours, source):
    """One search, vertex by vertex: number reached, sum of steps, sum of 1 / steps."""
    steps = {source: 0}
    queue = [source]
    for vertex in queue:
        for other in neighbours[vertex]:
            if other not in steps:
                steps[other] = steps[vertex] + 1
                queue.append(other)
    far = [step for step in steps.values() if step]
    return len(far), sum(far), math.fsum(1 / step for step in far)


def drawn(seed):
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(
        rng.randint(0, 40), rng.choice([0.02, 0.06, 0.15, 0.4]), seed=seed, directed=seed % 2 == 0
    )
    for _, _, data in graph.edges(data=True):
        data["weight"] = rng.choice([1, 2, 3, 4, 6])
        data["length"] = 12 // data["weight"]
    return graph


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_sums_are_those_of_one_search_per_vertex(start):
    for seed in range(start, start + 100):
        graph = drawn(seed)
        backward = graph.reverse() if graph.is_directed() else graph
        for found, walked in zip(in_and_out(graph), (graph, backward), strict=True):
            for vertex in graph:
                reached, total, nearness = by_definition(walked.adj, vertex)
                assert (found.reached[vertex], found.total[vertex]) == (reached, total), seed
                assert found.nearness[vertex] == pytest.approx(nearness, rel=1e-12), seed


def test_with_lengths_sums_are_those_of_networkx_on_whole_numbers():
    for seed in range(150):
        graph = drawn(seed)
        found = weighted_distances(rows_of(graph))
        for vertex, length in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
            far = [one for other, one in length.items() if other != vertex]
            assert found.reached[vertex] == len(far)
            assert found.total[vertex] == pytest.approx(sum(far) / 12, rel=1e-13)
            assert found.nearness[vertex] == pytest.approx(sum(12 / one for one in far), rel=1e-13)


def test_igraph_says_the_same_of_a_large_graph_with_pieces():
    graph = igraph.Graph.Erdos_Renyi(n=1500, m=2300, directed=False)
    ends = np.array(graph.get_edgelist())
    rows = Rows.of(1500, ends.ravel(), ends[:, ::-1].ravel(), np.ones(2 * len(ends)))
    assert len(graph.connected_components()) > 1  # more than two blocks of targets, and pieces
    found = distances(rows, rows)
    apart = np.array(graph.distances(), float)
    np.fill_diagonal(apart, np.inf)
    assert found.reached.tolist() == np.isfinite(apart).sum(axis=1).tolist()
    assert found.total.tolist() == np.where(np.isfinite(apart), apart, 0).sum(axis=1).tolist()
    harmonic = graph.harmonic_centrality(normalized=False)
    assert found.nearness == pytest.approx(np.array(harmonic), rel=1e-12)


def test_the_kite_of_krackhardt():
    """Closeness of Fernando and Garth is .643, of Diane .600.

    Krackhardt, D. (1990). Assessing the political landscape. Administrative Science Quarterly,
    35, 342-369; figures as in Brandes & Hildenbrand (2014), Network Science 2:416-418.
    """
    found, _ = in_and_out(nx.krackhardt_kite_graph())
    closeness = 9 / found.total
    assert closeness[[5, 6, 3]] == pytest.approx([9 / 14, 9 / 14, 0.6])
    assert max(closeness) == closeness[5]


def test_the_karate_club():
    """Closeness of members 1 and 34 is .569 and .550, as in the literature on Zachary (1977)."""
    found, _ = in_and_out(nx.karate_club_graph())
    assert (33 / found.total)[[0, 33]] == pytest.approx([0.569, 0.550], abs=0.0005)


def test_the_florentine_families():
    """Closeness of the Medici is .560 among the 15 who married.

    Padgett, J. F., & Ansell, C. K. (1993). Robust action and the rise of the Medici. American
    Journal of Sociology, 98, 1259-1319; figure as in Jackson, M. O. (2008), Social and Economic
    Networks, chapter 1-2.
    """
    graph = nx.florentine_families_graph()
    names = list(graph)
    found, _ = in_and_out(nx.convert_node_labels_to_integers(graph))
    assert 14 / found.total[names.index("Medici")] == pytest.approx(0.560, abs=0.0005)


def test_closeness_of_networkx_on_a_directed_graph_looks_inward():
    graph = nx.DiGraph([(0, 1), (1, 2)])
    out, into = in_and_out(graph)
    assert out.nearness.tolist() == [1.5, 1, 0]
    assert into.nearness.tolist() == [0, 1, 1.5] == list(nx.harmonic_centrality(graph).values())


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(700)])
def test_nobody_reaches_anybody_without_ties(graph):
    for found in (*in_and_out(graph), weighted_distances(rows_of(graph))):
        assert len(found.total) == len(graph)
        assert not found.reached.any()
        assert not found.total.any()
        assert not found.nearness.any()


def test_stars_and_complete_graphs():
    star, _ = in_and_out(nx.star_graph(11_000))
    assert (star.total[0], star.total[1], star.total[-1]) == (11_000, 21_999, 21_999)
    complete, _ = in_and_out(nx.complete_graph(600))
    assert set(complete.total) == {599}
    assert set(complete.nearness) == {599}


def test_a_chain_of_ten_thousand_steps():
    rows = rows_of(nx.path_graph(10_001))
    targets = [0, 5_000, 10_000]
    reached, total, _ = closeness_sums(rows, rows, targets)
    assert reached[:2].tolist() == [2, 3]
    place = np.arange(10_001)
    expected = np.sum([abs(place - target) for target in targets], axis=0)
    assert total.tolist() == expected.tolist()


def test_more_targets_than_bits_are_refused():
    rows = rows_of(nx.empty_graph(AT_ONCE + 1))
    with pytest.raises(ValueError, match="513 targets; at most 512"):
        closeness_sums(rows, rows, range(AT_ONCE + 1))


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_weight_without_a_length_is_refused(weight):
    with pytest.raises(ValueError, match="above 0"):
        lengths_of([1.0, weight])


def test_lengths_are_whole_while_their_multiple_is_small():
    assert lengths_of([1, 2, 3, 6]).values.tolist() == [6, 3, 2, 1]
    assert lengths_of([2.0**39]).tolerance == 0
    assert lengths_of([2.0**40]).tolerance > 0
    assert lengths_of([0.5, 1]).values.tolist() == [2, 1]


def test_threads_change_no_digit():
    rows = rows_of(nx.gnm_random_graph(2_000, 6_000, seed=3))
    one, two = distances(rows, rows), distances(rows, rows, threads=2)
    assert one.nearness.tobytes() == two.nearness.tobytes()
    one, two = weighted_distances(rows), weighted_distances(rows, threads=2)
    assert one.nearness.tobytes() == two.nearness.tobytes()
