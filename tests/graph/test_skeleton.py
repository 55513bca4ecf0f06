"""Steps, who comes nearer, and the worst single loss, beside NetworkX and by removing everybody."""

import random

import networkx as nx
import numpy as np
import pytest

from graph.access.network import AccessNetwork
from graph.analysis.sociogram import Rows
from graph.coordination.dependence import Dependence, dependences
from graph.coordination.skeleton import (
    FAR,
    SOURCES_AT_ONCE,
    Skeleton,
    harmonic,
    nearer_by,
    reached_by_steps,
    steps_from,
)
from tests.coordinated import DAY
from tests.told import Told, ago


def rows_of(drawn: "nx.Graph[int]") -> Rows:
    pairs = [pair for edge in drawn.edges for pair in (edge, edge[::-1])]
    source, target = zip(*pairs, strict=True) if pairs else ((), ())
    return Rows.of(len(drawn), source, target, np.ones(len(pairs)))


def drawn_at_random(seed: int) -> "nx.Graph[int]":
    draw = random.Random(seed)
    return nx.gnp_random_graph(draw.randint(1, 9), draw.choice([0.1, 0.2, 0.3, 0.5]), seed=seed)


def by_removal(drawn: "nx.Graph[int]", actor: int, rank: list[int]) -> Dependence:
    """Remove everybody, one after the other."""
    reached = nx.node_connected_component(drawn, actor)
    if len(reached) <= 2:
        return Dependence(None, None)
    costs = list[tuple[int, int, int]]()
    for gone in reached - {actor}:
        rest = nx.Graph(drawn)
        rest.remove_node(gone)
        lost = len(reached) - 1 - len(nx.node_connected_component(rest, actor))
        costs.append((-lost, rank[gone], gone))
    least, _, on = min(costs)
    return Dependence(-least / (len(reached) - 2), on if least < 0 else None)


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_random_networks_beside_a_second_program(first: int) -> None:
    for seed in range(first, first + 100):
        drawn, draw = drawn_at_random(seed), random.Random(seed)
        rows, count = rows_of(drawn), len(drawn)
        rank = draw.sample(range(count), count)
        asked = draw.sample(range(count), count)
        worst = dependences(rows, asked, np.array(rank, np.int32))
        counts = reached_by_steps(rows, asked)
        theirs = nx.harmonic_centrality(drawn)
        for actor, reached in zip(asked, counts, strict=True):
            steps = nx.single_source_shortest_path_length(drawn, actor)
            assert steps_from(rows, actor).tolist() == [
                steps.get(other, FAR) for other in range(count)
            ]
            near = harmonic(reached, count)
            assert (
                near is None if count == 1 else near == pytest.approx(theirs[actor] / (count - 1))
            )
            expected = by_removal(drawn, actor, rank)
            assert worst[actor].on == expected.on
            assert worst[actor].share == pytest.approx(expected.share)


@pytest.mark.parametrize("seed", range(60))
def test_whoever_comes_nearer_by_a_new_neighbour_is_found_with_the_new_steps(seed: int) -> None:
    drawn, draw = drawn_at_random(seed), random.Random(seed)
    if len(drawn) < 2:
        return
    one, other = draw.sample(range(len(drawn)), 2)
    before = steps_from(rows_of(drawn), one)
    nearer, new = nearer_by(rows_of(drawn), other, before)

    drawn.add_edge(one, other)
    after = steps_from(rows_of(drawn), one)

    changed = np.flatnonzero(after != before)
    assert sorted(nearer.tolist()) == changed.tolist()
    assert dict(zip(nearer.tolist(), new.tolist(), strict=True)) == {
        place: int(after[place]) for place in changed.tolist()
    }


def test_more_starts_than_one_search_holds() -> None:
    star = nx.star_graph(SOURCES_AT_ONCE + 70)

    counts = reached_by_steps(rows_of(star), list(star))

    assert counts[0].tolist() == [SOURCES_AT_ONCE + 70]
    assert all(told.tolist() == [1, SOURCES_AT_ONCE + 69] for told in counts[1:])


def test_a_long_chain_and_a_wide_hub_are_no_trouble() -> None:
    chain, hub = rows_of(nx.path_graph(10_000)), rows_of(nx.star_graph(11_000))
    everybody = np.arange(12_000, dtype=np.int32)

    of_chain = dependences(chain, [0, 5_000], everybody)
    of_hub = dependences(hub, [0, 7], everybody)

    assert of_chain[0] == Dependence(1.0, 1)
    assert of_chain[5_000] == Dependence(4_999 / 9_998, 4_999)
    assert of_hub == {0: Dependence(0.0, None), 7: Dependence(1.0, 0)}


# ---------------------------------------------------------------------------- which ties count


def joined(told: Told) -> set[str]:
    view = told.network().on(DAY)
    drawn, ids = Skeleton.of(AccessNetwork.of(view)).rows, view.network.actors.id
    return {f"{ids[one]}-{ids[other]}" for one, other in zip(drawn.source, drawn.idx, strict=True)}


def test_live_ties_positions_and_who_is_in_touch_are_joined() -> None:
    told = Told()
    told.tie("a", "b", strength=0.1)
    told.tie("c", "d", strength=0.09)
    told.tie("e", "f", strength=0.9, until=ago(1))
    told.post("g", "body")
    told.post("h", "body")
    told.meet("k", "l", days_ago=3)
    told.tie("m", "n", "gatekeeper_of")

    pairs = {"a-b", "g-body", "h-body", "k-l", "m-n"}
    assert joined(told) == pairs | {"-".join(pair.split("-")[::-1]) for pair in pairs}


def test_a_tie_that_no_introduction_can_travel_joins_nobody() -> None:
    told = Told()
    told.partner("a")
    told.partner("b")
    told.tie("a", "b", "part_of", strength=0.9)

    assert joined(told) == set()
