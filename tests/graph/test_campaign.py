"""Several leaders at once: under the caps, most in all, and what was given up for whom."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pytest

from graph.access.campaign import (
    DEFAULT_FLOOR,
    Advice,
    Aim,
    Campaign,
    Favour,
    Indices,
    LeaderPlan,
    Yielded,
    plan_campaign,
    room_under,
)
from graph.access.load import Caps
from graph.access.network import AccessNetwork
from graph.access.routes import NoRoute
from graph.synthetic import acquaintances
from graph.vocabulary import RequestState
from tests.told import TODAY, Told

DAY: Final = 20_000


class Crowd:
    """People with the given probabilities between them, asked by name."""

    def __init__(self, *hops: tuple[str, str, float]) -> None:
        network = acquaintances([(one, other, 0.5) for one, other, _ in hops])
        plain = AccessNetwork.of(network.on(DAY))
        self.index = network.index_of
        chance = np.zeros(len(plain.probability))
        for one, other, p in hops:
            chance[plain.hop(self.index[one], self.index[other])] = p
        self.access = plain.weighed(chance)
        self.names = network.actors.id

    def aim(self, leader: str, value: float = 1.0) -> Aim:
        return Aim(self.index[leader], (self.index[leader],), value)

    def room(self, general: int = 1, **own: int) -> Indices:
        room = np.full(len(self.names), general, np.int32)
        for name, left in own.items():
            room[self.index[name]] = left
        return room

    def plan(self, starts: str, *aims: Aim, room: Indices | None = None, **how: Any) -> Campaign:
        at = [self.index[name] for name in starts.split()]
        return plan_campaign(self.access, at, aims, self.room() if room is None else room, **how)

    def told(self, plan: LeaderPlan) -> str:
        return " ".join(self.names[list(plan.chosen.actors)]) if plan.chosen else plan.advice


HADI_KNOWS_BOTH: Final = (
    ("ani", "hadi", 0.9),
    ("hadi", "bupati", 0.8),
    ("hadi", "sekda", 0.5),
    ("ani", "budi", 0.8),
    ("budi", "bupati", 0.5),
)
"""Alone: bupati .72 by hadi, .40 by budi; sekda .45 by hadi alone."""


def test_the_go_between_goes_where_it_is_worth_most_in_all() -> None:
    """By hand: .40 + .45 beats .72 + nothing."""
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), crowd.aim("sekda"))

    bupati, sekda = found.plans
    assert (crowd.told(bupati), crowd.told(sekda)) == ("ani budi bupati", "ani hadi sekda")
    assert found.expected == pytest.approx(0.85)
    assert found.is_optimal
    assert found.bound == found.expected


def test_what_was_given_up_is_told_with_whom_it_went_to() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), crowd.aim("sekda"))

    bupati, sekda = found.plans
    assert bupati.alone is not None
    assert bupati.alone.probability == pytest.approx(0.72)
    assert bupati.given_up == pytest.approx(0.32)
    assert bupati.yielded == (Yielded(crowd.index["hadi"], (1,)),)
    assert (sekda.given_up, sekda.yielded) == (0, ())


def test_a_larger_value_takes_the_go_between_and_the_other_is_given_up() -> None:
    """By hand: 2 * .72 beats 2 * .40 + .45, and nobody else knows the sekda."""
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("sekda"), crowd.aim("bupati", 2))

    sekda, bupati = found.plans
    assert crowd.told(bupati) == "ani hadi bupati"
    assert (sekda.advice, sekda.chosen) == (Advice.GIVEN_UP, None)
    assert sekda.given_up == pytest.approx(0.45)
    assert sekda.yielded == (Yielded(crowd.index["hadi"], (1,)),)
    assert found.expected == pytest.approx(1.44)


def test_with_room_for_both_each_leader_has_its_best_chain() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), crowd.aim("sekda"), room=crowd.room(hadi=2))

    assert found.expected == pytest.approx(0.72 + 0.45)
    assert all(plan.chosen == plan.alone for plan in found.plans)
    hadi, bupati, sekda = (crowd.index[name] for name in ("hadi", "bupati", "sekda"))
    assert found.favours == (Favour(hadi, 2, 2), Favour(bupati, 1, 1), Favour(sekda, 1, 1))


def test_of_equal_values_the_first_by_identifier_keeps_its_best_chain() -> None:
    hops = [
        (*hop, 0.5) for hop in (("ani", "hadi"), ("hadi", "x"), ("hadi", "y"), ("ani", "budi"))
    ] + [("budi", "x", 0.4), ("budi", "y", 0.4)]
    crowd = Crowd(*hops)

    for names in ("xy", "yx"):
        found = crowd.plan("ani", *map(crowd.aim, names))
        told = dict(zip(names, map(crowd.told, found.plans), strict=True))
        assert told == {"x": "ani hadi x", "y": "ani budi y"}


def test_nobody_is_asked_below_the_floor() -> None:
    crowd = Crowd(("ani", "hadi", 0.2), ("hadi", "bupati", 0.2))

    (plan,) = crowd.plan("ani", crowd.aim("bupati")).plans
    assert plan.advice is Advice.TOO_UNLIKELY
    assert plan.alone is not None
    assert plan.alone.probability == pytest.approx(0.04)
    assert DEFAULT_FLOOR > 0.04
    assert (plan.expected, plan.given_up) == (0, 0)

    (plan,) = crowd.plan("ani", crowd.aim("bupati"), floor=0.04).plans
    assert plan.advice is Advice.ASK


def test_nobody_at_the_cap_is_asked_and_the_chain_goes_round() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), crowd.aim("sekda"), room=crowd.room(hadi=0))

    bupati, sekda = found.plans
    hadi = crowd.index["hadi"]
    assert crowd.told(bupati) == "ani budi bupati"
    assert (bupati.at_cap, bupati.given_up) == ((hadi,), 0)
    assert (sekda.advice, sekda.at_cap, sekda.alone) == (Advice.AT_CAP, (hadi,), None)


def test_a_leader_at_the_cap_is_left_in_peace() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    (plan,) = crowd.plan("ani", crowd.aim("sekda"), room=crowd.room(sekda=0)).plans

    assert (plan.advice, plan.at_cap) == (Advice.AT_CAP, (crowd.index["sekda"],))


def test_whoever_is_at_the_cap_may_still_ask() -> None:
    """Of two of ours hadi is asked enough: he starts chains himself, but ani does not ask him."""
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("hadi ani", crowd.aim("sekda"), room=crowd.room(hadi=0))

    assert crowd.told(found.plans[0]) == "hadi sekda"


def test_a_leader_without_a_chain_is_told_why() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH, ("zul", "yan", 0.5))

    found = crowd.plan("ani", crowd.aim("yan"), crowd.aim("bupati"))

    yan, bupati = found.plans
    assert (yan.advice, yan.reason) == (Advice.NO_ROUTE, NoRoute.NOT_CONNECTED)
    assert bupati.advice is Advice.ASK


def test_many_starts_share_the_work() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani budi", crowd.aim("bupati"), crowd.aim("sekda"))

    assert [crowd.told(plan) for plan in found.plans] == ["budi bupati", "ani hadi sekda"]


def test_whoever_is_avoided_is_asked_for_nobody() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), avoid=[crowd.index["hadi"]])

    assert crowd.told(found.plans[0]) == "ani budi bupati"


def test_a_hub_on_all_the_likeliest_chains_leaves_a_chain_beyond_them_to_the_other() -> None:
    """Both leaders' best thirty chains go by the hub; the one around it is far down the list."""
    middle = [f"m{n:02}" for n in range(30)]
    hops = [("ani", "hub", 0.9), ("ani", "far", 0.5), ("far", "x", 0.2), ("far", "y", 0.2)]
    hops += [("hub", name, 0.9) for name in middle]
    hops += [(name, leader, 0.9) for name in middle for leader in "xy"]
    crowd = Crowd(*hops)

    found = crowd.plan("ani", crowd.aim("x"), crowd.aim("y"))

    assert [crowd.told(plan) for plan in found.plans] == ["ani hub m00 x", "ani far y"]
    assert found.is_optimal


def test_out_of_time_the_choice_says_that_it_is_not_proven() -> None:
    crowd = Crowd(*HADI_KNOWS_BOTH)

    found = crowd.plan("ani", crowd.aim("bupati"), crowd.aim("sekda"), seconds=0)

    assert not found.is_optimal
    assert found.expected == pytest.approx(0.72)  # the likeliest first
    assert found.bound >= 0.85


def test_no_leaders_need_nobody() -> None:
    found = Crowd(*HADI_KNOWS_BOTH).plan("ani")

    assert (found.plans, found.favours, found.expected, found.is_optimal) == ((), (), 0, True)


def test_room_is_what_the_cap_leaves_beside_the_requests_that_wait() -> None:
    told = Told()
    told.ask("ani", "hadi", days_ago=3)
    told.ask("budi", "hadi", (RequestState.AGREED, 2), days_ago=4)
    view = told.view(TODAY)
    ani, hadi = (view.network.index_of[name] for name in ("ani", "hadi"))

    assert room_under(view, Caps(3))[[ani, hadi]].tolist() == [3, 2]
    assert room_under(view, Caps(3, {hadi: 0}))[[ani, hadi]].tolist() == [3, 0]


# ---------------------------------------------------------------------------- by trying everything


def chains_to(
    crowd: Crowd, start: int, target: int, max_steps: int
) -> Iterator[tuple[tuple[int, ...], float]]:
    access = crowd.access
    chance = {
        (int(one), int(other)): float(p)
        for one, other, p in zip(
            access.hops.source, access.hops.target, access.probability, strict=True
        )
        if p
    }

    def further(actors: tuple[int, ...], so_far: float) -> Iterator[tuple[tuple[int, ...], float]]:
        if actors[-1] == target:
            yield actors, so_far
        elif len(actors) <= max_steps:
            for (one, other), p in chance.items():
                if one == actors[-1] and other not in actors:
                    yield from further((*actors, other), so_far * p)

    yield from further((start,), 1.0)


def most(
    choices: Sequence[Sequence[tuple[float, frozenset[int]]]], room: Mapping[int, int]
) -> float:
    """Try every choice of at most one chain for each leader."""
    if not choices:
        return 0.0
    best = most(choices[1:], room)
    for worth, asked in choices[0]:
        if all(room[actor] for actor in asked):
            left = {actor: space - (actor in asked) for actor, space in room.items()}
            best = max(best, worth + most(choices[1:], left))
    return best


def test_500_drawn_campaigns_bring_as_much_as_trying_every_choice_of_chains() -> None:
    draw = random.Random(3)
    gave_up = 0
    for _ in range(500):
        names = "abcdefg"[: draw.randint(4, 7)]
        pairs = [(one, other) for one in names for other in names if one != other]
        hops = [(*pair, draw.choice((0.2, 0.5, 0.9, draw.random()))) for pair in pairs]
        crowd = Crowd(*draw.sample(hops, min(len(hops), 2 * len(names))), ("a", "b", 0.5))
        leaders = [name for name in names[1:] if name in crowd.index]
        aims = [
            crowd.aim(name, draw.choice((1.0, 1.0, 2.0, 0.3)))
            for name in draw.sample(leaders, min(3, len(leaders)))
        ]
        rooms = {name: draw.choice((0, 1, 1, 2)) for name in crowd.index}
        start, floor = crowd.index["a"], draw.choice((0.0, 0.1))
        room = {crowd.index[name]: space for name, space in rooms.items()}

        found = crowd.plan("a", *aims, room=crowd.room(**rooms), max_steps=3, floor=floor)

        choices = [
            [
                (aim.value * p, frozenset(actors[1:]))
                for actors, p in chains_to(crowd, start, aim.leader, 3)
                if p >= floor
            ]
            for aim in aims
        ]
        assert found.expected == pytest.approx(most(choices, room), abs=1e-5)
        assert found.is_optimal
        used = Counter(
            actor for plan in found.plans if plan.chosen for actor in plan.chosen.actors[1:]
        )
        assert all(times <= room[actor] for actor, times in used.items())
        for plan in found.plans:
            lost = plan.advice is Advice.GIVEN_UP or plan.chosen != plan.alone
            assert bool(plan.yielded) == (lost and plan.advice in (Advice.ASK, Advice.GIVEN_UP))
            gave_up += bool(plan.yielded)
    assert gave_up > 50
