"""Degree, eigenvector centrality, Katz and PageRank: by hand, by definition, by NetworkX."""

import random
from collections.abc import Mapping
from typing import Final

import networkx as nx
import numpy as np
import pytest

from graph.analysis.prominence import eigenvector, katz, pagerank, spectral_radius
from graph.analysis.sociogram import Sociogram
from graph.analysis.standing import Standing

TIES: Final = 1e-9


def drawn(graph: nx.Graph) -> Sociogram:
    """Vertices 0 to n - 1 with the strengths of NetworkX's edges."""
    arcs = [(one, other, data.get("weight", 1.0)) for one, other, data in graph.edges(data=True)]
    one, other, weight = zip(*arcs, strict=True) if arcs else ((), (), ())
    mutual = np.full(len(arcs), not graph.is_directed())
    return Sociogram.of(np.arange(len(graph)), one, other, weight, mutual)


def random_graph(draw: random.Random, *, directed: bool) -> nx.Graph:
    made: nx.Graph = nx.DiGraph() if directed else nx.Graph()
    made.add_nodes_from(range(draw.randint(1, 12)))
    for _ in range(draw.randint(0, 40)):
        one, other = draw.choice(list(made)), draw.choice(list(made))
        if one != other:
            made.add_edge(one, other, weight=draw.choice([0.25, 0.5, 1.0, 2.0]))
    return made


def by_vertex(found: Mapping[int, float]) -> list[float]:
    return [found[vertex] for vertex in sorted(found)]


# ------------------------------------------------------------------------------------ degree


def test_degrees_and_strengths_of_a_directed_graph_by_hand() -> None:
    graph = Sociogram.of([0, 1, 2, 3], [0, 0, 1], [1, 1, 0], [0.4, 0.2, 0.1], [False] * 3)
    found = Standing.of(graph)

    assert found.alters.tolist() == [1, 1, 0, 0]
    assert (found.out_degree.tolist(), found.in_degree.tolist()) == ([1, 1, 0, 0], [1, 1, 0, 0])
    assert found.strength.tolist() == pytest.approx([0.7, 0.7, 0, 0])
    assert found.out_strength.tolist() == pytest.approx([0.6, 0.1, 0, 0])
    assert found.in_strength.tolist() == pytest.approx([0.1, 0.6, 0, 0])
    assert found.share_of_others().tolist() == pytest.approx([1 / 3, 1 / 3, 0, 0])


def test_alone_there_is_no_share_of_others() -> None:
    assert np.isnan(Standing.of(Sociogram.of([7], [], [], [], [])).share_of_others()).all()


@pytest.mark.parametrize("directed", [False, True])
def test_degrees_equal_those_of_networkx(directed: bool) -> None:
    draw = random.Random(1)
    for _ in range(100):
        made = random_graph(draw, directed=directed)
        found = Standing.of(drawn(made))
        skeleton = made.to_undirected()
        assert found.alters.tolist() == [skeleton.degree(vertex) for vertex in sorted(made)]
        sums = dict(made.degree(weight="weight"))
        assert found.strength.tolist() == pytest.approx(by_vertex(sums))


# ------------------------------------------------------------------------------- eigenvector


def test_the_best_joined_family_is_the_medici() -> None:
    """Padgett's Florentine families: Medici 0.430, Strozzi 0.356 (Bonacich; as in UCINET)."""
    made = nx.convert_node_labels_to_integers(
        nx.florentine_families_graph(), ordering="sorted", label_attribute="name"
    )
    found = eigenvector(drawn(made))

    assert found is not None
    named = {made.nodes[vertex]["name"]: float(found[vertex]) for vertex in made}
    assert named["Medici"] == pytest.approx(0.430, abs=5e-4)
    assert named["Strozzi"] == pytest.approx(0.356, abs=5e-4)
    assert max(named, key=named.__getitem__) == "Medici"


@pytest.mark.parametrize("directed", [False, True])
def test_the_eigenvector_is_that_of_the_largest_part_and_there_is_none_of_several(
    directed: bool,
) -> None:
    draw = random.Random(2)
    seen = {"whole": 0, "part": 0, "none": 0}
    for _ in range(300):
        made = random_graph(draw, directed=directed)
        found = eigenvector(drawn(made))
        parts = sorted(nx.strongly_connected_components(made.to_directed()), key=len)
        is_one = len(parts[-1]) > 1 and (len(parts) == 1 or len(parts[-2]) < len(parts[-1]))
        assert (found is not None) == is_one
        seen["none" if found is None else "whole" if len(parts) == 1 else "part"] += 1
        if found is None:
            continue
        members = sorted(parts[-1])
        assert np.isnan(np.delete(found, members)).all()
        values = found[members]
        matrix = nx.to_numpy_array(made, nodelist=members)
        largest = max(np.linalg.eigvals(matrix).real)
        assert matrix.T @ values == pytest.approx(largest * values, abs=TIES)
        assert (values > 0).all()
        assert float(values @ values) == pytest.approx(1)
    assert min(seen.values()) > 20, seen


@pytest.mark.parametrize("kind", ["bipartite", "directed", "plain"])
def test_large_graphs_are_solved_like_small_ones(kind: str) -> None:
    made: nx.Graph = {
        "bipartite": lambda: nx.complete_bipartite_graph(40, 50),
        "directed": lambda: nx.DiGraph(nx.gnp_random_graph(120, 0.1, seed=1, directed=True)),
        "plain": lambda: nx.barabasi_albert_graph(200, 3, seed=1),
    }[kind]()
    found = eigenvector(drawn(made))

    assert found is not None
    matrix = nx.to_numpy_array(made, nodelist=sorted(made))
    largest = spectral_radius(drawn(made).out)
    assert largest is not None
    assert largest == pytest.approx(max(np.linalg.eigvals(matrix).real))
    assert matrix.T @ found == pytest.approx(largest * found, abs=1e-8)
    assert eigenvector(drawn(made)) == pytest.approx(found, abs=0)


# -------------------------------------------------------------------------------------- Katz


@pytest.mark.parametrize("directed", [False, True])
def test_katz_solves_its_equation_and_is_undefined_without_circles(directed: bool) -> None:
    """NetworkX gives values beyond 1/λ without a word; ours is always half of it."""
    draw = random.Random(3)
    undefined = 0
    for _ in range(300):
        made = random_graph(draw, directed=directed)
        matrix = nx.to_numpy_array(made, nodelist=sorted(made))
        largest = max(abs(np.linalg.eigvals(matrix)))
        found = katz(drawn(made))
        if nx.is_directed_acyclic_graph(made) if directed else not made.number_of_edges():
            assert found is None
            undefined += 1
            continue
        assert found is not None
        system = np.eye(len(made)) - 0.5 / largest * matrix.T
        assert found == pytest.approx(np.linalg.solve(system, np.ones(len(made))), rel=1e-9)
    assert undefined > 10


# ---------------------------------------------------------------------------------- PageRank


@pytest.mark.parametrize("directed", [False, True])
def test_pagerank_equals_the_stationary_shares(directed: bool) -> None:
    """By definition, as NetworkX's default tolerance stops 1e-6 early."""
    draw = random.Random(4)
    for _ in range(200):
        made = random_graph(draw, directed=directed)
        found = pagerank(drawn(made))
        expected = nx.pagerank(made, tol=1e-13, max_iter=10_000)
        assert found is not None
        assert found.tolist() == pytest.approx(by_vertex(expected), rel=1e-9)
        assert float(found.sum()) == pytest.approx(1)


def test_nobody_has_no_rank_and_is_no_error() -> None:
    nobody = drawn(nx.Graph())

    assert (pagerank(nobody), eigenvector(nobody), katz(nobody)) == (None, None, None)


def test_a_long_chain_and_a_large_hub_end_in_time() -> None:
    for made in (nx.path_graph(10_000), nx.star_graph(11_000)):
        graph = drawn(made)
        rank = pagerank(graph)
        assert rank is not None
        assert float(rank.sum()) == pytest.approx(1)
    hub = eigenvector(graph)
    assert hub is not None
    assert float(hub[0]) == pytest.approx(np.sqrt(0.5))
