"""Betweenness of vertices and ties, held against the list of all shortest routes."""

import random
import time
from collections import defaultdict
from fractions import Fraction
from itertools import combinations, pairwise

import igraph
import networkx as nx
import numpy as np
import pytest

from graph.analysis import blocks
from graph.analysis.blocks import passages
from graph.analysis.sociogram import Rows
from graph.kernels import geodesics


def rows_of(graph):
    edges = [(a, b, w) for a, b, w in graph.edges(data="weight", default=1)]
    source, target, weight = zip(*edges, strict=True) if edges else ((), (), ())
    if not graph.is_directed():
        source, target, weight = source + target, target + source, weight + weight
    return Rows.of(len(graph), source, target, weight)


def drawn(seed, most=12):
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(
        rng.randint(0, most), rng.choice([0.1, 0.25, 0.5]), seed=seed, directed=seed % 2 == 0
    )
    for _, _, data in graph.edges(data=True):
        data["weight"] = rng.choice([1, 2, 3, 4, 6])
        data["length"] = 12 // data["weight"]
    return graph


def by_definition(graph, length):
    """All shortest routes of all ordered pairs, written out."""
    vertices, arcs = defaultdict(Fraction), defaultdict(Fraction)
    for source in graph:
        for target in graph:
            if source == target or not nx.has_path(graph, source, target):
                continue
            routes = list(nx.all_shortest_paths(graph, source, target, weight=length))
            for route in routes:
                for vertex in route[1:-1]:
                    vertices[vertex] += Fraction(1, len(routes))
                for step in pairwise(route):
                    arcs[step] += Fraction(1, len(routes))
    return vertices, arcs


@pytest.mark.parametrize("by_length", [False, True])
def test_shares_are_those_of_all_shortest_routes_written_out(by_length):
    for seed in range(160):
        graph = drawn(seed)
        rows = rows_of(graph)
        found = passages(rows, by_length=by_length, with_arcs=True)
        vertices, arcs = by_definition(graph, "length" if by_length else None)
        assert found.vertices == pytest.approx([float(vertices[v]) for v in graph]), seed
        steps = zip(rows.source.tolist(), rows.idx.tolist(), strict=True)
        assert found.arcs == pytest.approx([float(arcs[step]) for step in steps]), seed


@pytest.mark.parametrize("by_length", [False, True])
def test_networkx_says_the_same_of_larger_graphs(by_length):
    for seed in range(12):
        graph = drawn(seed, most=70)
        found = passages(rows_of(graph), by_length=by_length)
        expected = nx.betweenness_centrality(
            graph, normalized=False, weight="length" if by_length else None
        )
        half = 1 if graph.is_directed() else 0.5
        assert half * found.vertices == pytest.approx(list(expected.values())), seed


@pytest.mark.parametrize("is_directed", [False, True])
def test_igraph_says_the_same_of_a_graph_of_a_thousand(is_directed):
    graph = igraph.Graph.Erdos_Renyi(n=1_000, m=2_000, directed=is_directed)
    ends = np.array(graph.get_edgelist())
    length = np.random.default_rng(5).choice([1, 2, 3, 4, 6], len(ends))
    source, target, weight = ends[:, 0], ends[:, 1], 12 / length
    if not is_directed:
        source, target = ends.ravel(), ends[:, ::-1].ravel()
        weight = np.repeat(weight, 2)
    rows = Rows.of(1_000, source, target, weight)
    half = 1 if is_directed else 0.5
    plain = half * passages(rows).vertices
    assert plain == pytest.approx(graph.betweenness(directed=is_directed), rel=1e-9)
    weighed = half * passages(rows, by_length=True).vertices
    assert weighed == pytest.approx(
        graph.betweenness(directed=is_directed, weights=length.tolist()), rel=1e-9
    )


def test_fractions_have_a_tolerance_and_give_what_whole_numbers_give():
    for seed in range(40):
        graph = drawn(seed, most=30)
        rows = rows_of(graph)
        tenths = Rows(rows.ptr, rows.idx, rows.weight / 10)
        whole = passages(rows, by_length=True, with_arcs=True)
        parts = passages(tenths, by_length=True, with_arcs=True)
        assert parts.vertices == pytest.approx(whole.vertices), seed
        assert parts.arcs == pytest.approx(whole.arcs), seed


def test_networkx_misses_routes_that_are_equally_long():
    """1/2 + 1/12 is 1/3 + 1/4; in binary fractions it is not."""
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 2), (1, 2, 12), (0, 3, 3), (3, 2, 4)])
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    theirs = nx.betweenness_centrality(graph, normalized=False, weight="length")
    assert sorted([theirs[1], theirs[3]]) == [0, 1]
    ours = passages(rows_of(graph), by_length=True).vertices / 2
    assert ours.tolist() == [0, 0.5, 1, 0.5]


def test_the_identity_of_passed_vertices():
    """Every pair d steps apart has d - 1 vertices on its way."""
    for seed in range(20):
        graph = drawn(seed, most=60)
        apart = [
            step - 1
            for _, steps in nx.all_pairs_shortest_path_length(graph)
            for step in steps.values()
            if step
        ]
        assert passages(rows_of(graph)).vertices.sum() == pytest.approx(sum(apart)), seed


def test_the_karate_club():
    """Members 1, 34 and 33 have 231.07, 160.55 and 76.69.

    Zachary, W. W. (1977). An information flow model for conflict and fission in small groups.
    Journal of Anthropological Research, 33, 452-473; figures as UCINET and igraph print them.
    """
    found = passages(rows_of(nx.karate_club_graph())).vertices / 2
    assert found[[0, 33, 32]] == pytest.approx([231.071, 160.552, 76.690], abs=0.0005)


def test_the_kite_of_krackhardt():
    """Heather has 14 of 36, Fernando and Garth 8.33, Ike 8.

    Krackhardt, D. (1990). Assessing the political landscape. Administrative Science Quarterly,
    35, 342-369.
    """
    found = passages(rows_of(nx.krackhardt_kite_graph())).vertices / 2
    assert found[[7, 5, 6, 8]] == pytest.approx([14, 25 / 3, 25 / 3, 8])


def test_the_florentine_families():
    """The Medici have .522, the Strozzi .103, the Guadagni .255.

    Padgett, J. F., & Ansell, C. K. (1993). Robust action and the rise of the Medici. American
    Journal of Sociology, 98, 1259-1319; figures as in Jackson, M. O. (2008), Social and Economic
    Networks, chapter 1.
    """
    graph = nx.florentine_families_graph()
    names = list(graph)
    found = passages(rows_of(nx.convert_node_labels_to_integers(graph))).vertices / (14 * 13)
    chosen = [names.index(name) for name in ("Medici", "Strozzi", "Guadagni")]
    assert found[chosen] == pytest.approx([0.522, 0.103, 0.255], abs=0.0005)


def test_a_chain_of_ten_thousand_steps():
    rows = rows_of(nx.path_graph(10_001))
    ends = passages(rows, [0, 10_000], with_arcs=True)
    # From the one end 10,000 - i pass i, from the other i.
    assert ends.vertices.tolist() == [0, *[10_000] * 9_999, 0]
    assert ends.arcs.sum() == 2 * 10_000 * 10_001 / 2
    assert passages(rows, [0], by_length=True).vertices[5_000] == 5_000
    chain = passages(rows_of(nx.path_graph(1_001))).vertices
    place = np.arange(1_001)
    assert chain.tolist() == (2 * place * (1_000 - place)).tolist()


def test_stars_hubs_and_complete_graphs():
    star = passages(rows_of(nx.star_graph(500))).vertices
    assert star.tolist() == [500 * 499] + [0] * 500
    hub = passages(rows_of(nx.star_graph(11_000)), range(1, 65)).vertices
    assert hub[0] == 64 * 10_999
    assert not passages(rows_of(nx.complete_graph(200))).vertices.any()


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(40)])
@pytest.mark.parametrize("by_length", [False, True])
def test_nobody_stands_between_without_ties(graph, by_length):
    found = passages(rows_of(graph), by_length=by_length, with_arcs=True)
    assert found.vertices.tolist() == [0] * len(graph)
    assert len(found.arcs) == 0


def test_more_routes_than_can_be_counted_are_said_not_guessed():
    graph = nx.Graph()
    for at in range(0, 3 * 1_100, 3):
        graph.add_edges_from([(at, at + 1), (at, at + 2), (at + 1, at + 3), (at + 2, at + 3)])
    with pytest.raises(OverflowError, match="1e308"):
        passages(rows_of(graph), [0])


@pytest.mark.parametrize("scale", [1, 0.1])  # whole lengths, and fractions
def test_buckets_and_heap_find_the_same(scale, monkeypatch):
    graph = nx.gnm_random_graph(300, 900, seed=5, directed=True)
    rng = random.Random(6)
    for _, _, data in graph.edges(data=True):
        data["weight"] = scale * rng.choice([1, 2, 3, 4, 6])
    lengths = geodesics.lengths_of(rows_of(graph).weight)
    assert lengths.width == pytest.approx(lengths.values.min(), rel=0.01)
    by_buckets = passages(rows_of(graph), by_length=True, with_arcs=True)

    monkeypatch.setattr(geodesics, "_MOST_BUCKETS", 0)
    assert lengths.width == 0
    by_heap = passages(rows_of(graph), by_length=True, with_arcs=True)

    assert by_buckets.vertices == pytest.approx(by_heap.vertices, rel=1e-12)
    assert by_buckets.arcs == pytest.approx(by_heap.arcs, rel=1e-12)


@pytest.mark.parametrize("faint", [1e-17, 1e-6])
def test_a_tie_beside_one_that_is_fainter_by_far_is_on_the_route(faint):
    # Around a length of 1e17 binary fractions do not feel a step of 1.
    graph = nx.path_graph(4)
    nx.set_edge_attributes(graph, {(0, 1): faint, (1, 2): 1.0, (2, 3): 1.0}, "weight")

    assert passages(rows_of(graph), by_length=True).vertices.tolist() == [0, 4, 4, 0]


def test_long_ways_leave_the_buckets_for_the_heap():
    # A chain of faint ties: most buckets as wide as the one strong tie would be empty.
    count = 2_000
    source = np.arange(count - 1)
    weight = np.where(source == 7, 1.0, 0.001)
    rows = Rows.of(
        count, np.r_[source, source + 1], np.r_[source + 1, source], np.r_[weight, weight]
    )
    started = time.process_time()

    found = passages(rows, range(64), by_length=True).vertices

    place = np.arange(count)
    before = np.minimum(place, 64)  # sources on the near side
    beyond = np.maximum(63 - place, 0)
    assert found == pytest.approx(before * (count - 1 - place) + beyond * place)
    assert time.process_time() - started < 2


def test_sources_add_up_and_may_come_in_any_number():
    rows = rows_of(nx.gnm_random_graph(150, 400, seed=1))
    whole = passages(rows).vertices
    apart = sum(passages(rows, [source]).vertices for source in range(150))
    assert apart == pytest.approx(whole, rel=1e-12)
    twice = passages(rows, [3, 3]).vertices
    assert twice == pytest.approx(2 * passages(rows, [3]).vertices)


def test_other_names_change_no_value():
    graph = nx.gnm_random_graph(80, 200, seed=2)
    rng = random.Random(4)
    names = list(range(80))
    rng.shuffle(names)
    other = nx.relabel_nodes(graph, dict(enumerate(names)))
    renamed = nx.Graph()
    renamed.add_nodes_from(range(80))
    renamed.add_edges_from(other.edges)
    found, again = passages(rows_of(graph)).vertices, passages(rows_of(renamed)).vertices
    assert again[names] == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize("by_length", [False, True])
def test_threads_change_no_digit(by_length):
    rows = rows_of(nx.gnm_random_graph(700, 2_000, seed=3))
    runs = [
        passages(rows, by_length=by_length, with_arcs=True, threads=threads)
        for threads in (1, 2, 3)
    ]
    for one, other in combinations(runs, 2):
        assert one.vertices.tobytes() == other.vertices.tobytes()
        assert one.arcs.tobytes() == other.arcs.tobytes()


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_is_told_and_may_call_the_work_off(threads):
    rows = rows_of(nx.gnm_random_graph(700, 2_000, seed=3))
    told = []
    passages(rows, threads=threads, report=lambda done, of: told.append((done, of)))
    assert told == [(done, told[0][1]) for done in range(1, told[0][1] + 1)]
    assert len(told) >= 4

    def stop(done, of):
        raise InterruptedError(f"{done} of {of}")

    with pytest.raises(InterruptedError, match=r"^1 of"):
        passages(rows, threads=threads, report=stop)


def test_called_off_work_begins_no_further_block():
    begun = []

    def work(block):
        begun.append(block)
        return ()

    def stop(done, of):
        raise InterruptedError

    many = [np.zeros(1, np.int32)] * 1_000
    with pytest.raises(InterruptedError):
        list(blocks.in_order(work, many, 2, stop))
    assert len(begun) < 10
