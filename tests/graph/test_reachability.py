"""Closeness, betweenness, structural holes and cut points of a view, beside NetworkX."""

import itertools
import random

import networkx as nx
import numpy as np
import pytest

from graph.analysis.bridging import StructuralHoles, pieces_gained
from graph.analysis.catalogue import MEASURES, Undefined, ranked
from graph.analysis.reachability import betweenness, closeness, harmonic
from graph.analysis.sociogram import Sociogram
from graph.analysis.views import Lens
from tests.graph.test_prominence import by_vertex, drawn, random_graph


@pytest.mark.parametrize("directed", [False, True])
def test_nearness_and_passage_equal_those_of_networkx(directed: bool) -> None:
    """NetworkX's closeness and harmonic centrality follow the arcs that come in."""
    draw = random.Random(21)
    for _ in range(200):
        made = random_graph(draw, directed=directed)
        graph, others = drawn(made), len(made) - 1
        if not others:
            assert (closeness(graph), harmonic(graph)) == (None, None)
            continue
        for toward, seen in ((True, made), (False, nx.reverse(made) if directed else made)):
            near, mean = closeness(graph, toward=toward), harmonic(graph, toward=toward)
            assert near is not None
            assert mean is not None
            assert near.tolist() == pytest.approx(by_vertex(nx.closeness_centrality(seen)))
            expected = by_vertex(nx.harmonic_centrality(seen))
            assert (mean * others).tolist() == pytest.approx(expected)
        passed = betweenness(graph)
        assert passed is not None
        assert passed.tolist() == pytest.approx(by_vertex(nx.betweenness_centrality(made)))


def test_the_medici_stand_between_the_most_families() -> None:
    """Padgett's Florentine families: 0.522 of the pairs, with Pucci left out (Freeman 1979)."""
    made = nx.convert_node_labels_to_integers(
        nx.florentine_families_graph(), ordering="sorted", label_attribute="name"
    )
    found = betweenness(drawn(made))

    assert found is not None
    named = {made.nodes[vertex]["name"]: float(found[vertex]) for vertex in made}
    assert named["Medici"] == pytest.approx(0.522, abs=5e-4)
    assert max(named, key=named.__getitem__) == "Medici"


@pytest.mark.parametrize("directed", [False, True])
def test_structural_holes_by_definition(directed: bool) -> None:
    draw = random.Random(22)
    for _ in range(150):
        made = random_graph(draw, directed=directed)
        found = StructuralHoles.of(drawn(made))
        tie = nx.to_numpy_array(made, nodelist=sorted(made))
        z = tie + tie.T
        for i in range(len(made)):
            contacts = [j for j in range(len(made)) if z[i, j] > 0]
            if not contacts:
                assert np.isnan([found.constraint[i], found.effective_size[i]]).all()
                assert np.isnan(found.efficiency[i])
                continue
            p = z / np.maximum(z.sum(1), 1e-300)[:, None]
            m = z / np.maximum(z.max(1), 1e-300)[:, None]
            expected = sum((p[i, j] + p[i] @ p[:, j]) ** 2 for j in contacts)
            assert found.constraint[i] == pytest.approx(expected)
            size = sum(1 - sum(p[i, q] * m[j, q] for q in contacts if q != j) for j in contacts)
            assert found.effective_size[i] == pytest.approx(size)
            assert found.efficiency[i] == pytest.approx(size / len(contacts))


def test_without_whom_a_network_falls_apart() -> None:
    draw = random.Random(23)
    cut = 0
    for _ in range(200):
        made = random_graph(draw, directed=False)
        gained = pieces_gained(drawn(made))
        for vertex in made:
            others = made.subgraph(set(made) - {vertex})
            pieces = nx.number_connected_components(others) if len(others) else 0
            lonely = made.degree(vertex) == 0
            expected = pieces - nx.number_connected_components(made) + lonely
            assert gained[vertex] == max(expected, 0)
            cut += expected > 0
    assert cut > 100


def test_every_measure_ranks_nobody_one_alone_and_a_star() -> None:
    for count in (0, 1, 6):
        hub = list(range(1, count))
        graph = Sociogram.of(
            np.arange(count), [0] * len(hub), hub, [1.0] * len(hub), [True] * len(hub)
        )
        for measure in MEASURES.values():
            found = ranked(graph, measure, Lens.PEOPLE)
            assert len(found.values) == count
            assert ((found.rank == 0) == np.isnan(found.values)).all()
            assert (found.undefined is None) == (not np.isnan(found.values).any())
            if count == 6 and found.undefined is None:
                assert found.rank[0] == 1, measure.id
                assert found.equals[0] == (5 if measure.id == "efficiency" else 0), measure.id


def test_what_would_take_too_long_has_no_value_and_says_so() -> None:
    graph = drawn(nx.path_graph(4))
    measure = MEASURES["betweenness"]
    assert ranked(graph, measure, Lens.PEOPLE).undefined is None

    large = drawn(nx.gnm_random_graph(6_000, 100_000, seed=1))
    found = ranked(large, measure, Lens.PEOPLE)
    assert found.undefined is Undefined.TOO_LARGE
    assert np.isnan(found.values).all()


def test_more_routes_than_a_number_holds_are_undefined_and_no_failure() -> None:
    """320 layers of ten, each joined with all of the next: 10 to the 318 ways from end to end."""
    layers = [range(10 * layer, 10 * layer + 10) for layer in range(320)]
    made = nx.Graph()
    for one, other in itertools.pairwise(layers):
        made.add_edges_from(itertools.product(one, other))

    found = ranked(drawn(made), MEASURES["betweenness"], Lens.PEOPLE)

    assert found.undefined is Undefined.TOO_MANY_ROUTES
    assert np.isnan(found.values).all()
