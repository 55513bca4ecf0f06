"""Introductions to suggest: the worked example, small cases, every definition at random."""

import random
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from graph.access.load import Caps
from graph.access.network import AccessNetwork
from graph.coordination.introductions import (
    Circumstances,
    Introduction,
    Suggestions,
    suggested_introductions,
)
from graph.coordination.isolation import Day, order_of_need
from graph.coordination.needs import NoIntroduction
from graph.strength.contacts import unordered_codes
from graph.vocabulary import Channel
from tests.coordinated import DAY, LATER, Plain, World, same, worked_days
from tests.told import Told

CAP = 3


def suggested(
    told: Told, partner: str, *brokers: str, apart: Iterable[str] = (), cap: int = CAP
) -> tuple[Suggestions, list[tuple[str, str, bool]]]:
    """Whom a partner could meet, through whom, and whether cold."""
    view = told.network().on(DAY)
    access = AccessNetwork.of(view)
    at, ids = view.network.index_of, view.network.actors.id
    (found,) = suggested_introductions(
        Day(access, tuple(at[one] for one in brokers)),
        AccessNetwork.of(view, channel=Channel.IN_PERSON),
        [at[partner]],
        Circumstances(Caps(cap), conflicts([(at[a], at[b]) for a, b in map(str.split, apart)])),
    )
    return found, [(ids[one.meet], ids[one.through], one.is_cold) for one in found.introductions]


def conflicts(pairs: Iterable[tuple[int, int]]) -> np.ndarray:
    ends = np.array(list(pairs), np.int32).reshape(-1, 2)
    return unordered_codes(ends[:, 0], ends[:, 1])


def bridged() -> Told:
    """Hadi knows the partner and Ratna."""
    told = Told()
    told.partner("ngo")
    told.tie("hadi", "ngo", "met_with", strength=0.8)
    told.tie("hadi", "ratna", strength=0.8)
    return told


# ---------------------------------------------------------------------------- the worked example


def worked(partner: str) -> tuple[Suggestions, list[tuple[object, ...]]]:
    now, _ = worked_days()
    ids, at = now.access.network.actors.id, now.access.network.index_of
    (found,) = suggested_introductions(now, now.access, [at[partner]], Circumstances(Caps(CAP)))
    rows: list[tuple[object, ...]] = [
        (
            *(ids[one.meet], ids[one.through], one.is_cold),
            *(round(one.gain, 4), round(one.chance, 3), round(one.effort, 3)),
            round(one.value, 4),
        )
        for one in found.introductions
    ]
    return found, rows


def test_the_worked_example_of_a_partner_beside_somebody_who_knows_others() -> None:
    found, rows = worked("c")

    assert rows[:2] == [
        ("ani", "b", False, 0.1071, 0.225, 1.333, 0.0181),
        ("a", "b", False, 0.0714, 0.3, 1.333, 0.0161),
    ]
    assert rows[2][:3] == ("budi", "budi", True)
    ani = found.introductions[0]
    assert ani.new_hop == pytest.approx(0.5)
    assert ani.after is not None
    assert found.standing is not None
    assert (found.standing.chance, found.standing.worst) == (pytest.approx(0.24), 0.0)
    assert (ani.after.chance, ani.after.worst) == (pytest.approx(0.5), pytest.approx(0.5))


def test_two_introductions_of_the_worked_example_together() -> None:
    now, _ = worked_days()
    at = now.access.network.index_of
    (found,) = suggested_introductions(now, now.access, [at["c"]], Circumstances(Caps(CAP)), most=2)

    assert found.joint_gain == pytest.approx(0.1786, abs=5e-5)


def test_the_worked_example_of_a_partner_without_ties() -> None:
    _, rows = worked("f")

    assert rows == [
        ("budi", "budi", True, 0.3857, 0.091, 1.0, 0.0351),
        ("ani", "ani", True, 0.4881, 0.091, 1.667, 0.0267),
        ("e", "budi", True, 0.4452, 0.046, 1.0, 0.0203),
    ]


# ---------------------------------------------------------------------------- who, and who not


def test_somebody_who_knows_both_brings_them_together() -> None:
    found, told = suggested(bridged(), "ngo")

    assert told == [("ratna", "hadi", False)]
    assert found.standing is None
    assert found.introductions[0].after is None
    assert found.joint_gain == found.introductions[0].gain == pytest.approx(0.25)


def test_whom_somebody_in_post_knows_the_partner_knows() -> None:
    told = bridged()
    told.post("wati", "ngo")
    told.tie("wati", "ratna")

    assert suggested(told, "ngo")[1] == []


def test_a_partner_is_met_through_somebody_who_knows_its_people() -> None:
    told = Told()
    told.post("wati", "ngo")
    told.tie("hadi", "wati", strength=0.8)
    told.tie("hadi", "ratna", strength=0.8)

    assert suggested(told, "ngo")[1] == [("ratna", "hadi", False)]


@pytest.mark.parametrize("who", ["hadi", "ratna"])
def test_nobody_is_asked_or_met_who_wants_peace(who: str) -> None:
    told = bridged()
    told.person(who, do_not_ask=True)

    found, rows = suggested(told, "ngo")

    assert rows == []
    assert found.reason is NoIntroduction.NOBODY_KNOWS_BOTH


@pytest.mark.parametrize("apart", ["hadi ngo", "ratna hadi", "ngo ratna"])
def test_a_conflict_of_interest_between_any_two_of_the_three_forbids_it(apart: str) -> None:
    assert suggested(bridged(), "ngo", apart=[apart])[1] == []
    assert suggested(bridged(), "ngo")[1] != []


def test_a_conflict_with_somebody_in_post_is_one_with_the_partner() -> None:
    told = bridged()
    told.post("wati", "ngo")

    assert suggested(told, "ngo", apart=["ratna wati"])[1] == []
    assert suggested(told, "ngo", apart=["hadi ratna"])[1] == []
    assert suggested(told, "ngo")[1] != []


def test_whoever_has_as_many_requests_as_may_wait_is_not_asked() -> None:
    told = bridged()
    told.ask("ratna", "hadi", days_ago=2)

    found, rows = suggested(told, "ngo", cap=2)

    assert rows == [("ratna", "hadi", False)]
    assert found.introductions[0].effort == 1.5
    assert suggested(told, "ngo", cap=1)[1] == []


def test_of_two_go_betweens_the_better_one_is_named() -> None:
    told = bridged()
    told.tie("budi", "ngo", "met_with", strength=0.9)
    told.tie("budi", "ratna", strength=0.9)

    assert ("ratna", "budi", False) in suggested(told, "ngo")[1]


def test_cold_approaches_come_after_all_others_and_only_to_fill() -> None:
    told = bridged()
    told.tie("ani", "bupati", strength=0.9)

    assert suggested(told, "ngo", "ani")[1] == [
        ("ratna", "hadi", False),
        ("ani", "ani", True),
        ("bupati", "ani", True),
    ]
    for name in ("sekda", "camat"):
        told.tie("hadi", name, strength=0.5)
    assert [row[2] for row in suggested(told, "ngo", "ani")[1]] == [False] * 3


@pytest.mark.parametrize(("between", "is_reached"), [(2, True), (3, False)])
def test_the_new_step_counts_among_the_four(between: int, is_reached: bool) -> None:
    told = bridged()
    way = ["ani", *(f"c{place}" for place in range(between)), "ratna"]
    for one, other in pairwise(way):
        told.tie(one, other, strength=0.9)

    found, rows = suggested(told, "ngo", "ani")

    assert rows[0] == ("ratna", "hadi", False)
    after = found.introductions[0].after
    assert after is not None
    assert (len(after.route) == between + 3) is is_reached


def test_where_everybody_is_known_there_is_nothing_to_gain() -> None:
    told = Told()
    told.partner("ngo")
    told.tie("ani", "ngo", "met_with")

    found, rows = suggested(told, "ngo", "ani")

    assert rows == []
    assert (found.reason, found.joint_gain) == (NoIntroduction.NOTHING_TO_GAIN, None)


def test_a_long_chain_is_measured_in_bounded_time() -> None:
    """A thousand steps, where the most that could be gained is not looked at step by step."""
    told = Told()
    told.partner("ngo")
    told.tie("ngo", "c0000", "met_with", strength=0.9)
    for place in range(1000):
        told.tie(f"c{place:04}", f"c{place + 1:04}", strength=0.9)

    found, rows = suggested(told, "ngo")

    assert rows == [("c0001", "c0000", False)]
    # Everybody but the first comes one step nearer: the sum telescopes.
    assert found.introductions[0].gain == pytest.approx((1 - 1 / 1001) / 1001)


# ---------------------------------------------------------------------------- at random


def open_requests(world: World, name: str) -> int:
    return sum(request.leader_id == name for request in world.told.requests)


def cold_chance(world: World, plain: Plain, partner: str) -> float:
    """Give the model's chance by hand: nobody is known, no sector, no seniority, no busyness."""
    found = list[float]()
    for door in plain.doors(partner):
        lately = sum(
            request.leader_id == door and request.events[0].on.day > DAY - 90
            for request in world.told.requests
        )
        log_odds = 0.2 - 2.0 * 0.5 - 1.5 - 0.35 * min(max(lately - 1, 0), 4)
        if door == partner and plain.doors(partner) == {partner}:
            log_odds -= 0.7
        found.append(1 / (1 + np.exp(-log_odds)))
    return max(found)


def candidates(
    world: World, plain: Plain, in_person: Plain, partner: str, apart: set[frozenset[str]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Give chance by effort of the best go-between for each, feasible and cold."""
    house, hops = plain.house(partner), in_person.hops
    known = house | {other for one in house for other in plain.beside(one)}

    def may(one: str, other: str) -> bool:
        return frozenset((one, other)) not in apart

    def free(one: str) -> bool:
        return (
            one not in plain.on_no_way
            and open_requests(world, one) < CAP
            and all(may(one, at) for at in house)
        )

    def met(through: str) -> dict[str, float]:
        effort = 1 + open_requests(world, through) / CAP
        return {
            other: hops[through, other] / effort
            for other in plain.beside(through)
            if (through, other) in hops and other not in known and may(through, other)
            if all(may(other, at) for at in house)
        }

    feasible, cold = dict[str, float](), dict[str, float]()
    for through in known - house:
        into = max((hops.get((through, door), 0.0) for door in plain.doors(partner)), default=0)
        if into and free(through):
            for other, worth in met(through).items():
                feasible[other] = max(feasible.get(other, 0.0), into * worth)
    for broker in set(world.brokers) - known:
        if free(broker):
            into = cold_chance(world, plain, partner)
            cold[broker] = max(
                cold.get(broker, 0.0), into / (1 + open_requests(world, broker) / CAP)
            )
            for other, worth in met(broker).items():
                cold[other] = max(cold.get(other, 0.0), into * worth)
    return feasible, cold


def check(world: World, seed: int) -> int:
    """Hold the suggestions for every partner against their definition; give their number."""
    draw = random.Random(seed)
    plain = world.plain
    in_person = Plain(world.told, world.in_person, DAY)
    ids = world.now.network.actors.id
    names = plain.names
    apart = {
        frozenset(draw.sample(names, 2)) for _ in range(draw.choice([0, 0, 2])) if len(names) > 1
    }
    partners = [name for name in names if name.startswith("p")]
    pairs = [world.at(*sorted(pair)) for pair in apart]
    circumstances = Circumstances(Caps(CAP), conflicts((one, other) for one, other in pairs))
    told = suggested_introductions(
        world.days[0], world.in_person, world.at(*partners), circumstances
    )
    for partner, found in zip(partners, told, strict=True):
        before = plain.harmonic(partner)
        assert same(found.harmonic, before)
        feasible, cold = candidates(world, plain, in_person, partner, apart)
        for is_cold, possible in ((False, feasible), (True, cold)):
            mine = [one for one in found.introductions if one.is_cold is is_cold]
            values = dict[str, float]()
            for other, worth in possible.items():
                after = plain.harmonic(partner, plain.joined | {frozenset((partner, other))})
                assert before is not None
                assert after is not None
                values[other] = worth * (after - before)
            for one in mine:
                assert same(one.value, values[ids[one.meet]])
            left = [
                value
                for other, value in values.items()
                if not is_cold
                or other not in {ids[one.meet] for one in found.introductions}
                or other in {ids[one.meet] for one in mine}
            ]
            room = 3 if not is_cold else 3 - min(len(feasible), 3)
            best = sorted(left, reverse=True)[:room]
            assert len(mine) == len(best)
            assert all(same(one.value, value) for one, value in zip(mine, best, strict=True))
        assert [one.is_cold for one in found.introductions] == sorted(
            one.is_cold for one in found.introductions
        )
        check_after(world, partner, found)
    return sum(len(found.introductions) for found in told)


def check_after(world: World, partner: str, found: Suggestions) -> None:
    """Hold what introductions change against networks in which they were made."""
    plain, ids = world.plain, world.now.network.actors.id
    met = {frozenset((partner, ids[one.meet])) for one in found.introductions}
    if met:
        before, after = plain.harmonic(partner), plain.harmonic(partner, plain.joined | met)
        assert before is not None
        assert after is not None
        assert same(found.joint_gain, after - before)
        assert found.joint_gain is not None
        assert found.joint_gain <= sum(one.gain for one in found.introductions) + 1e-12
    for one in found.introductions:
        if one.after is None:
            assert not world.brokers
            continue
        hop = ids[one.meet], partner
        more = {hop: max(one.new_hop, plain.hops.get(hop, 0.0))}  # an ended tie may be closer
        chance = plain.chance(world.brokers, partner, more=more)
        left = plain.after_losses(world.brokers, partner, more)
        assert same(one.after.chance, chance)
        assert same(one.after.worst, min([chance, *left.values()]))


@pytest.mark.parametrize("first", range(0, 200, 40))
def test_random_networks_by_definition(first: int) -> None:
    found = [check(World.drawn(seed), seed) for seed in range(first, first + 40)]

    assert sum(found) > 20


@pytest.mark.soak
def test_thousands_of_random_networks_by_definition() -> None:
    for seed in range(10_000, 13_000):
        check(World.drawn(seed), seed)


def made(world: World, partner: str, one: Introduction) -> World:
    """The same network with the two introduced."""
    told = Told(
        dict(world.told.actors),
        list(world.told.ties),
        world.told.posts,
        world.told.acts,
        world.told.types,
        world.told.requests,
    )
    told.tie(partner, str(world.now.network.actors.id[one.meet]), "met_with", strength=0.25)
    network = told.network()
    return World(
        told,
        AccessNetwork.of(network.on(DAY)),
        world.in_person,
        AccessNetwork.of(network.on(LATER)),
        world.brokers,
        world.staying,
    )


@pytest.mark.parametrize("seed", range(300, 330))
def test_an_introduction_never_raises_need_and_its_gain_is_the_true_rise(seed: int) -> None:
    world = World.drawn(seed)
    partners = [name for name in world.plain.names if name.startswith("p")]
    before = {one.partner: one for one in order_of_need(world.days[0])}
    told = suggested_introductions(
        world.days[0], world.in_person, world.at(*partners), Circumstances(Caps(CAP))
    )
    for partner, found in zip(partners, told, strict=True):
        for one in found.introductions:
            later = {
                need.partner: need for need in order_of_need(made(world, partner, one).days[0])
            }
            old, new = before[found.partner], later[found.partner]
            assert new.tier.number >= old.tier.number
            assert old.harmonic is not None
            assert new.harmonic == pytest.approx(old.harmonic + one.gain)
            if old.standing and new.standing and one.after:
                assert new.standing.chance >= old.standing.chance
                assert new.standing.worst >= old.standing.worst
                known = (str(world.now.network.actors.id[one.meet]), partner) in world.plain.hops
                if not known:  # else what was between them speaks too
                    assert new.standing.chance == pytest.approx(one.after.chance)
