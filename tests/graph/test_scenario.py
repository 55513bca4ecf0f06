"""What if: the worked example by hand, small cases, laws, and definitions on random networks."""

import itertools
import random
from math import inf, isclose

import networkx as nx
import numpy as np
import pytest

from graph.access.network import AccessNetwork
from graph.analysis.sociogram import Rows
from graph.coordination.scenario import (
    Outcome,
    Scenario,
    access_after,
    betweenness,
    outcome_of,
    supposed,
)
from graph.coordination.skeleton import Skeleton
from tests.coordinated import DAY, Plain, World, worked_days
from tests.told import Told


def access_of(told: Told) -> AccessNetwork:
    return AccessNetwork.of(told.network().on(DAY))


def at(access: AccessNetwork, *names: str) -> tuple[int, ...]:
    return tuple(access.network.index_of[name] for name in names)


def names(access: AccessNetwork, actors: tuple[int, ...] | None) -> list[str]:
    return [str(access.network.actors.id[actor]) for actor in actors or ()]


def without(name: str) -> tuple[AccessNetwork, Outcome]:
    today, _ = worked_days()
    leaves = Scenario(leaves=at(today.access, name))
    return today.access, outcome_of(today.access, leaves, today.brokers)


def test_the_worked_example_loses_four_of_ten_pairs_without_ani() -> None:
    access, found = without("ani")

    assert (found.lost, found.connected, found.gained) == (4, 10, 0)
    assert found.lost_pairs == pytest.approx(0.4)
    assert [names(access, piece) for piece in found.repair.pieces] == [
        ["a", "b", "c", "d"],
        ["budi", "e"],
    ]
    (mend,) = found.repair.mends
    assert names(access, (mend.one, mend.other, mend.through)) == ["a", "e", "ani"]
    assert mend.chance == pytest.approx(0.48)
    assert not mend.is_cold
    assert found.repair.unmended == 0


def test_the_worked_example_loses_nothing_without_budi() -> None:
    _, found = without("budi")

    assert (found.lost, found.connected) == (0, 10)
    assert found.repair.pieces == found.repair.mends == ()


def test_those_whom_only_ani_reached_are_named() -> None:
    access, found = without("ani")

    assert names(access, found.out_of_reach) == ["a", "b", "c", "d"]
    assert found.without_tie == ()
    assert (found.before.reached, found.after.reached) == (5, 1)


def test_figures_are_of_those_who_remain() -> None:
    _, found = without("ani")

    assert found.remaining == 7
    # a-b, b-c, c-d, budi-e; ani's own three ties are hers.
    assert (found.before.ties, found.after.ties) == (4, 4)
    assert (found.before.components, found.after.components) == (2, 3)
    assert (found.before.largest, found.after.largest) == (6, 4)
    # after: a-b, b-c, c-d, budi-e at 1, a-c, b-d at 2, a-d at 3: 5 1/3 of 21 pairs.
    assert found.after.nearness == pytest.approx((4 + 2 / 2 + 1 / 3) / 21)


def test_who_stays_between_takes_over() -> None:
    told = Told()
    for one in "abc":
        told.partner(one)
    for broker in ("ani", "budi"):
        for one in "abc":
            told.tie(broker, one, "met_with", strength=0.5)
    access = access_of(told)
    found = outcome_of(access, Scenario(leaves=at(access, "ani")))

    assert found.takes_over is not None
    (budi,) = found.takes_over
    # Each of three pairs went half over each of them.
    assert names(access, (budi.actor,)) == ["budi"]
    assert (budi.before, budi.after) == (1.5, 3.0)


def test_who_moves_keeps_personal_ties_and_loses_post_and_door() -> None:
    told = Told()
    told.post("ani", "dinas")
    told.tie("ani", "bupati", "gatekeeper_of", strength=0.8)
    told.tie("ani", "cici", "knows", strength=0.5)
    access = access_of(told)
    after = access_after(access, Scenario(moves=at(access, "ani")))
    ani, bupati, cici, dinas = at(access, "ani", "bupati", "cici", "dinas")

    joined, joined_after = Skeleton.of(access), Skeleton.of(after)
    assert set(joined.neighbours(ani).tolist()) == {bupati, cici, dinas}
    assert joined_after.neighbours(ani).tolist() == [cici]


def test_a_partner_with_nobody_left_loses_its_last_tie() -> None:
    told = Told()
    told.post("ani", "dinas")
    told.tie("ani", "cici", "knows", strength=0.5)
    told.partner("lsm")
    access = access_of(told)

    moved = outcome_of(access, Scenario(moves=at(access, "ani")), at(access, "cici"))

    assert names(access, moved.without_tie) == ["dinas"]
    assert names(access, moved.out_of_reach) == ["dinas"]


def test_the_broker_who_stays_mends_cold_what_the_leaver_could_not() -> None:
    told = Told()
    for one in "ab":
        told.partner(one)
    told.tie("budi", "a", strength=0.5)
    told.tie("ani", "a", strength=0.5)
    told.tie("ani", "b", strength=0.5)
    told.person("ani", do_not_ask=True)
    access = access_of(told)
    leaves = Scenario(leaves=at(access, "ani"))

    cold = outcome_of(access, leaves, at(access, "budi")).repair
    nobody = outcome_of(access, leaves).repair

    (mend,) = cold.mends
    assert names(access, (mend.one, mend.other, mend.through)) == ["budi", "b", "budi"]
    assert mend.is_cold
    assert 0 < mend.chance < 0.5
    assert (nobody.mends, nobody.unmended) == ((), 1)


def test_without_brokers_reach_is_not_defined() -> None:
    access, _ = without("ani")
    found = outcome_of(access, Scenario(leaves=at(access, "ani")))

    assert found.out_of_reach is found.into_reach is found.before.reached is None


def test_nobody_and_nothing() -> None:
    access = access_of(Told())
    found = outcome_of(access, Scenario())

    assert (found.remaining, found.connected, found.lost_pairs) == (0, 0, None)
    assert (found.before.density, found.before.nearness) == (None, None)
    assert found.takes_over == ()


# ---------------------------------------------------------------------------- by definition


@pytest.mark.parametrize("seed", range(40))
def test_every_number_is_as_defined_on_random_networks(seed: int) -> None:
    world = World.drawn(seed)
    draw = random.Random(seed)
    everybody = world.plain.names
    leaves = draw.sample(everybody, min(len(everybody) - 1, draw.choice([1, 1, 2])))
    access = world.now
    scenario = Scenario(leaves=at(access, *leaves))
    found = outcome_of(access, scenario, world.at(*world.brokers), in_person=world.in_person)

    before, after = _plain_pair(world, leaves)
    stay = [name for name in everybody if name not in leaves]
    partners = [name for name in stay if name in {p for p in stay if _is_partner(world, p)}]
    pairs = list(itertools.combinations(partners, 2))
    connected = [pair for pair in pairs if before.steps(pair[0])[pair[1]] < inf]
    lost = [pair for pair in connected if after.steps(pair[0])[pair[1]] == inf]

    assert (found.remaining, found.connected, found.lost) == (len(stay), len(connected), len(lost))
    if world.brokers:
        staying = [one for one in world.brokers if one not in leaves]
        out = [
            one
            for one in partners
            if before.chance(world.brokers, one) > 0 == after.chance(staying, one)
        ]
        assert names(access, found.out_of_reach) == out
    nearness = [1 / before.steps(one)[other] for one, other in itertools.combinations(stay, 2)]
    if nearness:
        assert isclose(found.before.nearness or 0.0, sum(nearness) / len(nearness), abs_tol=1e-12)
    assert found.before.components == len({before.component(one) for one in stay})
    assert found.after.components == len({after.component(one) for one in stay})
    _check_repair(world, leaves, found, after)


def _is_partner(world: World, name: str) -> bool:
    return name.startswith("p")


def _plain_pair(world: World, leaves: list[str]) -> tuple[Plain, Plain]:
    """Tell the same network again, without those who leave."""
    told = world.told
    rest = Told(
        {name: actor for name, actor in told.actors.items() if name not in leaves},
        [tie for tie in told.ties if not {tie.source_id, tie.target_id} & set(leaves)],
        [post for post in told.posts if not {post.contact_id, post.partner_id} & set(leaves)],
        [],
        told.types,
        [],
    )
    after = Plain(rest, AccessNetwork.of(rest.network().on(DAY)), DAY)
    return world.plain, after


def _check_repair(world: World, leaves: list[str], found: Outcome, after: Plain) -> None:
    """Try every spanning tree: none has a greater product, and every piece is joined."""
    before, access = world.plain, world.now
    whole = {before.component(one) for one in leaves}
    fallen = set[frozenset[str]]()
    wholes = 0
    for component in whole:
        pieces = {after.component(one) for one in component if one not in leaves}
        if len(pieces) > 1:
            fallen |= pieces
            wholes += 1
    assert {frozenset(names(access, piece)) for piece in found.repair.pieces} == fallen
    assert len(found.repair.mends) + found.repair.unmended == len(fallen) - wholes
    warm = _warm_branches(world, leaves, fallen)
    best = nx.maximum_spanning_tree(warm, weight="log")
    told = [mend.chance for mend in found.repair.mends if not mend.is_cold]
    assert len(told) == best.number_of_edges()
    expected = [float(np.exp(log)) for _, _, log in best.edges(data="log")]
    assert np.allclose(sorted(told), sorted(expected))


def _warm_branches(world: World, leaves: list[str], fallen: set[frozenset[str]]) -> nx.Graph:
    warm = nx.Graph()
    # Who is in post at a partner speaks for it.
    hops = Plain(world.told, world.in_person, DAY).hops | dict.fromkeys(world.plain.posts, 1.0)
    for one, other in itertools.combinations(sorted(fallen, key=sorted), 2):
        chances = [
            hops[through, x] * hops[through, y]
            for through in leaves
            for x in one & world.plain.beside(through)
            for y in other & world.plain.beside(through)
            if (through, x) in hops and (through, y) in hops
            if not {through, x, y} & world.plain.on_no_way
        ]
        if chances and max(chances) > 0:
            warm.add_edge(one, other, log=float(np.log(max(chances))))
    return warm


@pytest.mark.parametrize("seed", range(30))
def test_betweenness_is_that_of_networkx(seed: int) -> None:
    graph = nx.gnm_random_graph(12, 4 + seed % 20, seed=seed)
    ends = np.array([*graph.edges, *[(y, x) for x, y in graph.edges]], np.int32)
    found = betweenness(Rows.of(12, ends[:, 0], ends[:, 1], np.ones(len(ends))))
    assert found is not None

    expected = nx.betweenness_centrality(graph, normalized=False)
    assert np.allclose(found, [expected[vertex] for vertex in range(12)])


# ---------------------------------------------------------------------------- laws


@pytest.mark.parametrize("seed", range(20))
def test_nothing_supposed_changes_nothing(seed: int) -> None:
    world = World.drawn(seed)
    assert supposed(world.now.network, DAY, Scenario()) is world.now.network
    found = outcome_of(world.now, Scenario(), world.at(*world.brokers))

    assert found.before == found.after
    assert (found.lost, found.gained, found.without_tie) == (0, 0, ())
    assert not found.out_of_reach
    assert found.takes_over == ()


@pytest.mark.parametrize("seed", range(20))
def test_two_go_in_either_order(seed: int) -> None:
    world = World.drawn(seed)
    one, other, *_ = [*range(len(world.now.network)), 0, 0]
    there = outcome_of(world.now, Scenario(leaves=(one, other)), world.at(*world.brokers))
    back = outcome_of(world.now, Scenario(leaves=(other, one)), world.at(*world.brokers))
    first = supposed(world.now.network, DAY, Scenario(leaves=(one,)))
    both = supposed(first, DAY, Scenario(leaves=(other,)))
    together = supposed(world.now.network, DAY, Scenario(leaves=(one, other)))

    assert there == back
    assert np.array_equal(both.actors.flags, together.actors.flags)


@pytest.mark.parametrize("seed", range(40))
def test_an_introduction_loses_nobody(seed: int) -> None:
    world = World.drawn(seed)
    draw = random.Random(seed)
    if len(world.now.network) < 2:
        return
    pair = tuple(draw.sample(range(len(world.now.network)), 2))
    found = outcome_of(
        world.now, Scenario(introduces=((pair[0], pair[1]),)), world.at(*world.brokers)
    )

    assert found.lost == 0
    assert found.out_of_reach in ((), None)
    assert found.without_tie == ()
    assert found.after.components <= found.before.components
    assert found.repair.pieces == ()


@pytest.mark.parametrize("seed", range(40))
def test_what_is_brought_up_to_date_is_what_would_be_derived(seed: int) -> None:
    world = World.drawn(seed)
    draw = random.Random(seed)
    count = len(world.now.network)
    people = [place for place in range(count) if world.now.network.actors.id[place][0] == "c"]
    scenario = Scenario(
        moves=tuple(draw.sample(people, min(len(people), 1))),
        introduces=((0, count - 1),) if count > 1 else (),
    )
    found = access_after(world.now, scenario)
    derived = AccessNetwork.of(supposed(world.now.network, DAY, scenario).on(DAY))

    assert np.array_equal(found.hops.source, derived.hops.source)
    assert np.array_equal(found.hops.target, derived.hops.target)
    assert np.array_equal(found.probability, derived.probability)
