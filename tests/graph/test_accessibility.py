"""Leaders and partners by how near our own people come, each on the smallest network."""

import random
from collections.abc import Sequence

import pytest

from graph.access.accessibility import (
    Nearness,
    leaders_by_accessibility,
    partners_by_accessibility,
)
from graph.access.network import AccessNetwork
from graph.access.routes import find_routes
from graph.records.dates import parse_date
from tests.told import Told


def opened(told: Told) -> AccessNetwork:
    return AccessNetwork.of(told.view())


def at(access: AccessNetwork, names: str) -> list[int]:
    return [access.network.index_of[name] for name in names.split()]


def told_of(access: AccessNetwork, found: Sequence[Nearness]) -> list[tuple[str, ...]]:
    """Who, by whom, in how many steps, the last go-between."""
    ids = access.network.actors.id
    return [
        (
            ids[near.actor],
            "-" if near.by is None else ids[near.by],
            "-" if near.steps is None else str(near.steps),
            "-" if near.beside is None else ids[near.beside],
        )
        for near in found
    ]


def district() -> Told:
    """Of ours, ani knows the sekda well, who knows the bupati; nobody knows the camat."""
    told = Told()
    for name in ("bupati", "camat", "sekda"):
        told.person(name, is_leader=True)
    told.tie("ani", "sekda", strength=0.9)
    told.tie("sekda", "bupati", strength=0.9)
    told.tie("staf", "camat", strength=0.9)
    return told


def test_leaders_are_ranked_by_the_best_way_and_those_out_of_reach_come_last() -> None:
    access = opened(district())

    found = leaders_by_accessibility(access, at(access, "ani"))

    assert told_of(access, found) == [
        ("sekda", "sekda", "1", "ani"),
        ("bupati", "bupati", "2", "sekda"),
        ("camat", "-", "-", "-"),
    ]
    assert found[0].probability > found[1].probability > found[2].probability == 0
    assert [near.is_reached for near in found] == [True, True, False]


def test_the_nearest_of_ours_counts() -> None:
    told = district()
    told.tie("budi", "camat", strength=0.2)
    access = opened(told)

    found = leaders_by_accessibility(access, at(access, "ani budi"))

    assert [row[::3] for row in told_of(access, found)][-1] == ("camat", "budi")
    assert all(near.is_reached for near in found)


def test_a_leader_of_ours_is_not_ranked_and_one_who_wants_peace_neither() -> None:
    told = district()
    told.person("camat", is_leader=True, do_not_ask=True)
    access = opened(told)

    found = leaders_by_accessibility(access, at(access, "sekda"))

    assert [row[0] for row in told_of(access, found)] == ["bupati"]


def test_steps_and_whom_to_avoid_limit_the_reach() -> None:
    access = opened(district())
    ani = at(access, "ani")

    near = leaders_by_accessibility(access, ani, max_steps=1)
    around = leaders_by_accessibility(access, ani, avoid=at(access, "sekda"))

    assert [one.is_reached for one in near] == [True, False, False]
    assert not any(one.is_reached for one in around)


def test_a_partner_is_reached_by_itself_or_by_one_of_its_people() -> None:
    told = Told()
    told.partner("ngo")
    told.partner("firm")
    told.partner("dinas")
    told.tie("ani", "ngo", "met_with", strength=0.9)
    told.post("hadi", "dinas")
    told.post("budi", "dinas")
    told.post("wati", "firm")
    told.tie("ani", "hadi", strength=0.8)
    told.tie("ani", "budi", strength=0.5)
    access = opened(told)

    found = partners_by_accessibility(access, at(access, "ani"))

    assert told_of(access, found)[-1] == ("firm", "-", "-", "-")
    reached = {row[0]: row[1:] for row in told_of(access, found)}
    assert reached["ngo"] == ("ngo", "1", "ani")
    assert reached["dinas"] == ("hadi", "1", "ani")
    assert {access.network.actors.id[near.actor]: near.people for near in found} == {
        "ngo": 0,
        "dinas": 2,
        "firm": 1,
    }


def test_a_partner_where_one_of_ours_serves_is_reached_without_a_step() -> None:
    told = Told()
    told.post("ani", "dinas")
    access = opened(told)

    (dinas,) = partners_by_accessibility(access, at(access, "ani"))

    assert (dinas.by, dinas.steps, dinas.probability) == (*at(access, "ani"), 0, 1)
    assert dinas.beside is None


def test_who_has_left_opens_no_door() -> None:
    told = Told()
    told.tie("ani", "hadi", strength=0.9)
    told.post("hadi", "dinas", until=parse_date("2020"))
    access = opened(told)

    assert not partners_by_accessibility(access, at(access, "ani"))[0].is_reached


def test_key_partners_can_be_looked_at_alone() -> None:
    told = Told()
    told.partner("pemkab", is_key_partner=True)
    told.partner("firm")
    told.know("ani")
    access = opened(told)

    found = partners_by_accessibility(access, at(access, "ani"), key_only=True)

    assert [row[0] for row in told_of(access, found)] == ["pemkab"]


def test_every_figure_is_that_of_the_best_route_on_drawn_networks() -> None:
    draw = random.Random(5)
    reached = 0
    for _ in range(40):
        told = Told()
        people = [f"p{n}" for n in range(8)]
        for name in people:
            told.person(name, is_leader=draw.random() < 0.5)
        for place in ("x", "y", "z"):
            told.partner(place)
        for _ in range(9):
            told.tie(*draw.sample(people, 2), strength=draw.random())
        for name in draw.sample(people, 4):
            told.post(name, draw.choice("xyz"))
        access = opened(told)
        starts = at(access, "p0 p1")

        leaders = leaders_by_accessibility(access, starts, max_steps=3)
        partners = partners_by_accessibility(access, starts, max_steps=3)

        for near in (*leaders, *partners):
            doors = [near.actor]
            if near in partners:
                posts = access.network.positions
                doors += posts.contact[posts.partner == near.actor].tolist()
            best = max(
                (_best(access, starts, door) for door in doors),
                default=0.0,
            )
            assert near.probability == pytest.approx(best)
            reached += near.is_reached
    assert reached > 100


def _best(access: AccessNetwork, starts: list[int], door: int) -> float:
    if door in starts:
        return 1.0
    routes = find_routes(access, starts, [door], k=1, max_steps=3).routes
    return routes[0].probability if routes else 0.0
