"""The k best routes and reach, held against every simple route there is."""

import itertools
import math
import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from graph.kernels import (
    NO_HOP,
    UNREACHED,
    Arcs,
    best_routes,
    bounds,
    corridor_between,
    follow,
    hop_lengths,
    reach_within,
    routes,
)
from tests.hops import Hops, random_hops

NETWORKS = 3_000


def some(draw: random.Random, actors: int, most: int) -> list[int]:
    return draw.sample(range(actors), min(actors, draw.randint(1, most)))


def test_the_best_routes_are_the_first_of_all_routes():
    draw = random.Random(3)
    lengths_seen = set()
    for _ in range(NETWORKS):
        hops = random_hops(draw)
        sources, targets = some(draw, hops.actors, 2), some(draw, hops.actors, 2)
        required = some(draw, hops.actors, 3) if draw.random() < 0.4 else []
        max_steps = draw.randint(1, 6)
        every = hops.every_route(sources, targets, required, max_steps)
        k = draw.choice([1, 2, 5, 20])

        found = hops.best(sources, targets, required, k=k, max_steps=max_steps)
        blocked, hops.blocked = hops.blocked, set()
        avoiding = hops.best(sources, targets, required, avoid=blocked, k=k, max_steps=max_steps)

        assert found == every[:k] == avoiding
        lengths_seen.update(len(route) - 1 for _, route in found)
    assert lengths_seen == set(range(7))  # so that the networks try something


def test_reach_is_the_first_route_of_every_actor():
    draw = random.Random(5)
    for _ in range(300):
        hops = random_hops(draw)
        ends = some(draw, hops.actors, 2)
        max_steps = draw.randint(1, 6)
        for backward in (False, True):
            best, steps, toward = reach_within(
                hops.arcs(), ends, max_steps=max_steps, backward=backward
            )
            unblocked = Hops(hops.actors, hops.p, hops.rank).arcs()
            avoided = reach_within(
                unblocked, ends, sorted(hops.blocked), max_steps=max_steps, backward=backward
            )
            for given, avoiding in zip((best, steps, toward), avoided, strict=True):
                assert np.array_equal(given, avoiding)
            for actor in range(hops.actors):
                pair = ([actor], ends) if backward else (ends, [actor])
                first = hops.every_route(*pair, [], max_steps)[:1]
                if not first:
                    assert (best[actor], steps[actor]) == (UNREACHED, -1)
                    continue
                [(length, route)] = first
                read = follow(toward, actor)
                assert (best[actor], steps[actor]) == (length, len(route) - 1)
                assert tuple(read if backward else read[::-1]) == route


S, A, B, T = range(4)
EXAMPLE = Hops(4, {(S, A): 0.9, (A, B): 0.9, (B, A): 0.9, (B, T): 0.9, (S, B): 0.5, (A, T): 0.5})


@pytest.mark.parametrize(
    ("max_steps", "required", "blocked", "routes"),
    [
        (3, [], set(), [((S, A, B, T), 0.729), ((S, A, T), 0.45), ((S, B, T), 0.45),
                        ((S, B, A, T), 0.225)]),
        (2, [], set(), [((S, A, T), 0.45), ((S, B, T), 0.45)]),
        (3, [A, B], set(), [((S, A, B, T), 0.729), ((S, B, A, T), 0.225)]),
        (3, [], {A}, [((S, B, T), 0.45)]),
        (1, [], set(), []),
    ],
)  # fmt: skip
def test_the_published_example_holds(max_steps, required, blocked, routes):
    hops = Hops(EXAMPLE.actors, EXAMPLE.p, blocked=blocked)

    found = hops.best([S], [T], required, k=20, max_steps=max_steps)

    assert [route for _, route in found] == [route for route, _ in routes]
    for (_, route), (_, chance) in zip(found, routes, strict=True):
        assert math.prod(hops.p[hop] for hop in itertools.pairwise(route)) == pytest.approx(chance)


def test_a_shorter_route_goes_first_where_odds_are_equal():
    hops = Hops(3, {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0})

    assert [route for _, route in hops.best([0], [2])] == [(0, 2), (0, 1, 2)]


def test_equal_routes_stand_in_the_order_of_identifiers():
    p = {(0, middle): 0.5 for middle in (1, 2, 3)} | {(middle, 4): 0.5 for middle in (1, 2, 3)}
    hops = Hops(5, p, rank=[0, 3, 1, 2, 4])

    assert [route[1] for _, route in hops.best([0], [4])] == [2, 3, 1]


def test_a_route_ends_at_the_first_target_and_may_pass_another_source():
    chain = Hops(4, {(0, 1): 0.5, (1, 2): 0.5, (2, 3): 0.5})

    assert [route for _, route in chain.best([0], [2, 3])] == [(0, 1, 2)]
    assert [route for _, route in chain.best([0, 1], [3])] == [(1, 2, 3), (0, 1, 2, 3)]


def test_an_actor_that_is_both_ends_is_a_route_of_no_steps():
    assert EXAMPLE.best([S, T], [T], k=1) == [(0, (T,))]


def test_naming_an_actor_twice_changes_nothing():
    once = EXAMPLE.best([S], [T], [A])

    assert once
    assert EXAMPLE.best([S, S], [T, T], [A, A]) == once


def test_blocked_ends_and_blocked_required_actors_leave_no_route():
    assert not Hops(4, EXAMPLE.p, blocked={S}).best([S], [T])
    assert not Hops(4, EXAMPLE.p, blocked={T}).best([S], [T])
    assert not Hops(4, EXAMPLE.p, blocked={A}).best([S], [T], [A])


def test_a_required_actor_in_a_dead_end_leaves_no_route():
    hops = Hops(4, {(0, 1): 0.9, (1, 2): 0.9, (2, 1): 0.9, (1, 3): 0.9})

    assert hops.best([0], [3], [2], max_steps=6) == []


def test_a_crowded_network_is_searched_beyond_the_first_room():
    # 40 actors who all know each other: more partial routes than the search has room for at first.
    odds = dict.fromkeys(itertools.permutations(range(40), 2), 0.5)

    found = Hops(40, odds).best([0], [39], k=300, max_steps=3)

    routes = [route for _, route in found]
    assert routes[:3] == [(0, 39), (0, 1, 39), (0, 2, 39)]
    assert routes[39:41] == [(0, 1, 2, 39), (0, 1, 3, 39)]
    assert len(set(routes)) == 300


def test_many_threads_ask_at_once_and_each_gets_its_own_answer():
    draw = random.Random(8)
    asked = [(random_hops(draw), draw.randint(1, 6)) for _ in range(100)]

    def answer(question):
        hops, max_steps = question
        return hops.best([0], [hops.actors - 1], max_steps=max_steps)

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert list(threads.map(answer, asked * 3)) == [answer(question) for question in asked] * 3


def test_an_empty_network_has_no_routes():
    empty = Hops(1, {})

    assert empty.best([0], []) == []
    assert empty.best([], [0]) == []
    nobody = Arcs.of([], [], [], [], [])
    best, steps, toward = reach_within(nobody, [], max_steps=4, backward=True)
    assert (best.shape, steps.shape, toward.shape) == ((0,), (0,), (5, 0))


def test_lengths_order_by_odds_then_by_steps():
    one, half, quarter = hop_lengths([1.0, 0.5, 0.25]).tolist()

    assert one == 1
    assert half == 8 * 693147180560 + 1  # ln 2 = 0.693147180560 to twelve places
    assert quarter < 2 * half < quarter + 8 * 2  # the same odds in one step or in two
    assert hop_lengths(0.0) == NO_HOP
    assert hop_lengths([]).dtype == np.int64


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan, math.inf])
def test_odds_outside_their_range_are_refused_with_their_place(p):
    with pytest.raises(ValueError, match=r"p\[1\] is"):
        hop_lengths([0.5, p])


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"k": 0}, "k is 0"),
        ({"max_steps": 0}, "max_steps is 0"),
        ({"max_steps": 7}, "max_steps is 7"),
        ({"required": [0, 1, 2, 3]}, "4 actors are required"),
    ],
)
def test_limits_are_named_when_they_are_passed(limits, message):
    with pytest.raises(ValueError, match=message):
        EXAMPLE.best([S], [T], **limits)


def test_a_corridor_holds_what_routes_use_and_the_routes_are_the_same():
    draw = random.Random(6)
    left_out = 0
    for _ in range(300):
        hops = random_hops(draw)
        source, target, *others = draw.sample(range(hops.actors), hops.actors)
        sources = [source, *others[:1]]
        avoid = some(draw, hops.actors, 2) if draw.random() < 0.3 else []
        max_steps = draw.randint(1, 6)

        cut = corridor_between(hops.arcs(), sources, [target], avoid, max_steps=max_steps)

        hops.blocked |= set(avoid)
        every = hops.every_route(sources, [target], [], max_steps)
        # Whoever could pass a source had better start there.
        every = [found for found in every if not set(found[1][1:]) & set(sources)]
        inside, lengths = best_routes(
            cut.arcs, cut.sources, cut.targets, k=400, max_steps=max_steps
        )
        assert list(zip(lengths, map(cut.outside, inside), strict=True)) == every
        assert {u for _, route in every for u in route} <= set(cut.actors.tolist())
        left_out += hops.actors - len(cut.actors)
    assert left_out > 300  # so that a corridor is less than the network


def test_a_search_that_was_cut_short_leaves_nothing_behind(monkeypatch):
    def break_off(*_):
        raise MemoryError

    before = EXAMPLE.best([S], [T])
    with monkeypatch.context() as patch:
        patch.setattr(routes, "_best_routes", break_off)
        with pytest.raises(MemoryError):
            EXAMPLE.best([S], [T])

    assert EXAMPLE.best([S], [T]) == before
    assert not any(slot.any() for slot in bounds._slots)


def test_arcs_are_packed_by_both_ends():
    arcs = Arcs.of(
        [2, 0, 0, 1, 3], [1, 2, 1, 2, 0], [9, 17, 25, NO_HOP, 1], [1, 0, 2, 3], [0, 0, 0, 1]
    )

    assert (arcs.out_ptr.tolist(), arcs.out_idx.tolist()) == ([0, 2, 2, 3, 3], [1, 2, 1])
    assert (arcs.in_ptr.tolist(), arcs.in_idx.tolist()) == ([0, 0, 2, 3, 3], [0, 2, 0])
    assert (arcs.out_length.tolist(), arcs.in_length.tolist()) == ([25, 17, 9], [25, 9, 17])
    assert (arcs.rank.tolist(), arcs.never.tolist()) == ([1, 0, 2, 3], [0, 0, 0, 1])
    assert len(arcs) == 4
    assert not arcs.packed.flags.writeable
