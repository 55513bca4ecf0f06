"""Routes that share nobody, and only doors, held against all sets of all routes there are."""

import itertools
import random
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from graph.access.independent import independent_set, indispensable, most_independent
from graph.kernels import corridor_between
from tests.hops import Found, Hops, busy_hops, random_hops

NETWORKS = 2_000

S, A, B, T = range(4)
EXAMPLE = Hops(4, {(S, A): 0.9, (A, B): 0.9, (B, A): 0.9, (B, T): 0.9, (S, B): 0.5, (A, T): 0.5})
# Ties s-2, 2-3, 3-4, 4-5, 5-t, s-9, 9-4, 4-7, 7-6, 6-t, 9-5, with s = 0 and t = 1.
TIES = [(0, 2), (2, 3), (3, 4), (4, 5), (5, 1), (0, 9), (9, 4), (4, 7), (7, 6), (6, 1), (9, 5)]
MENGER = Hops(10, dict.fromkeys(TIES + [(v, u) for u, v in TIES], 0.5))


def apart(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two routes share no actor but ends of both."""
    return not set(one[1:-1]) & set(other) and not set(other[1:-1]) & set(one)


def sets_apart(every: list[Found], size: int) -> list[tuple[Found, ...]]:
    """All sets of so many routes that share nobody, in the order of their routes."""
    if size == 1:
        return [(found,) for found in every]
    mates = [
        {j for j in range(i + 1, len(every)) if apart(found[1], every[j][1])}
        for i, found in enumerate(every)
    ]

    def grow(members: tuple[int, ...], left: set[int]) -> list[tuple[int, ...]]:
        if len(members) == size:
            return [members]
        return [
            grown for mate in sorted(left) for grown in grow((*members, mate), left & mates[mate])
        ]

    return [
        tuple(every[member] for member in members)
        for first in range(len(every))
        for members in grow((first,), mates[first])
    ]


def best_apart(every: list[Found], k: int) -> tuple[tuple[int, ...], ...]:
    """As many as there are, up to k; of these the shortest in all, then the first."""
    for size in range(k, 0, -1):
        sets = sets_apart(every, size)
        if sets:
            best = min(sets, key=lambda found: sum(length for length, _ in found))
            return tuple(path for _, path in best)
    return ()


def ends_of(draw: random.Random, hops: Hops) -> tuple[list[int], list[int], list[int]]:
    """One or two starts, one or two targets, and the others."""
    actors = draw.sample(range(hops.actors), hops.actors)
    starts = 1 + (hops.actors > 3 and draw.random() < 0.4)
    targets = 1 + (hops.actors > 4 and draw.random() < 0.4)
    return actors[:starts], actors[starts : starts + targets], actors[starts + targets :]


def test_independent_routes_are_the_best_of_all_sets_that_share_nobody():
    draw = random.Random(21)
    sizes = dict.fromkeys(range(4), 0)
    others_than_greedy = through = 0
    for _ in range(NETWORKS):
        if draw.random() < 0.4:
            hops, (starts, targets, others) = busy_hops(draw), ([0], [1], [2, 3, 4])
        else:
            hops = random_hops(draw)
            starts, targets, others = ends_of(draw, hops)
        max_steps, k = draw.randint(1, 6), draw.choice([1, 2, 3, 3])
        avoid = draw.sample(others, min(len(others), 1)) if draw.random() < 0.2 else []
        named = draw.sample(range(hops.actors), draw.randint(1, 2)) if draw.random() < 0.2 else []
        every = hops.every_route(starts, targets, named, max_steps)
        every = [found for found in every if not set(avoid) & set(found[1])]
        expected = best_apart(every, k)

        found = independent_set(
            hops.arcs(), starts, targets, k=k, max_steps=max_steps, avoid=avoid, through=named
        )

        assert found.paths == expected
        assert found.is_exact
        if found.number is not None:
            number = found.number
            assert bool(sets_apart(every, number)) if number else not every
            assert not sets_apart(every, number + 1)
        sizes[len(expected)] += 1
        through += bool(named and expected)
        others_than_greedy += bool(expected) and expected[0] != every[0][1]
    assert min(sizes.values()) > 25, sizes  # so that the networks try something
    assert min(others_than_greedy, through) > 10


def test_the_flow_counts_what_sets_of_routes_can_share_nobody():
    draw = random.Random(22)
    counted = dict.fromkeys(range(4), 0)
    for _ in range(NETWORKS):
        hops = random_hops(draw)
        starts, targets, _ = ends_of(draw, hops)
        max_steps = draw.randint(1, 4)
        every = hops.every_route(starts, targets, [], max_steps)
        most = 0
        while sets_apart(every, most + 1):
            most += 1

        cut = corridor_between(hops.arcs(), starts, targets, max_steps=max_steps)

        assert most_independent(cut, max_steps) == most
        counted[min(most, 3)] += 1
    assert min(counted.values()) > 30, counted


def test_only_doors_are_those_without_whom_no_route_is_left():
    draw = random.Random(23)
    doors = none = through = 0
    for _ in range(NETWORKS):
        hops = random_hops(draw)
        starts, targets, others = ends_of(draw, hops)
        max_steps = draw.randint(1, 6)
        avoid = draw.sample(others, min(len(others), 1)) if draw.random() < 0.3 else []
        named = draw.sample(others, min(len(others), 1)) if draw.random() < 0.2 else []
        every = hops.every_route(starts, targets, named, max_steps)
        ways = [path for _, path in every if not set(avoid) & set(path)]
        on_all: set[int] = set(ways[0]).intersection(*ways) if ways else set()

        found = indispensable(
            hops.arcs(), starts, targets, max_steps=max_steps, avoid=avoid, through=named
        )

        expected = [actor for actor in ways[0][1:-1] if actor in on_all] if ways else []
        assert list(found) == [actor for actor in expected if actor not in named]
        doors += bool(found)
        none += bool(ways) and not found
        through += bool(named and ways)
    assert min(doors, none, through) > 40


def found_in(hops: Hops, starts: Collection[int], targets: Collection[int], **how: Any):
    return independent_set(hops.arcs(), list(starts), list(targets), **how)


def test_the_published_example_holds():
    found = found_in(EXAMPLE, [S], [T], max_steps=3)

    assert found.paths == ((S, A, T), (S, B, T))
    assert (found.number, found.is_exact) == (2, True)
    assert indispensable(EXAMPLE.arcs(), [S], [T], max_steps=3) == ()


def test_deleting_the_best_route_leaves_none_where_two_are_independent():
    best = EXAMPLE.best([S], [T], k=1, max_steps=3)[0][1]

    assert best == (S, A, B, T)
    assert EXAMPLE.best([S], [T], avoid=best[1:-1], max_steps=3) == []
    assert len(found_in(EXAMPLE, [S], [T], max_steps=3).paths) == 2


def test_with_five_steps_nobody_is_indispensable_and_yet_no_two_are_independent():
    every = MENGER.every_route([0], [1], [], 5)

    found = found_in(MENGER, [0], [1], max_steps=5)

    assert len(every) == 4
    assert indispensable(MENGER.arcs(), [0], [1], max_steps=5) == ()
    assert (found.paths, found.number, found.is_exact) == ((every[0][1],), 1, True)


def test_with_six_steps_two_are_independent():
    found = found_in(MENGER, [0], [1], k=2, max_steps=6)

    assert found.paths == ((0, 9, 5, 1), (0, 2, 3, 4, 7, 6, 1))
    assert found.number is None  # two were asked for, more were not looked for
    assert found_in(MENGER, [0], [1], k=3, max_steps=6).number == 2


def test_halves_that_share_a_person_are_no_independent_routes():
    # Each best half leads through 2, the second best halves do not.
    hops = Hops(6, {(0, 2): 0.9, (2, 1): 0.9, (0, 3): 0.5, (3, 2): 0.9, (2, 4): 0.9, (4, 1): 0.5})

    assert len(hops.best([0], [1])) == 4
    assert found_in(hops, [0], [1], max_steps=4).paths == ((0, 2, 1),)
    assert indispensable(hops.arcs(), [0], [1], max_steps=4) == (2,)


def test_a_direct_hop_stands_in_nobodys_way():
    hops = Hops(3, {(0, 1): 0.1, (0, 2): 0.9, (2, 1): 0.9})

    assert found_in(hops, [0], [1], max_steps=1).paths == ((0, 1),)
    assert found_in(hops, [0], [1], max_steps=2).paths == ((0, 2, 1), (0, 1))
    assert indispensable(hops.arcs(), [0], [1], max_steps=2) == ()


def test_two_starts_are_no_persons_to_depend_on():
    # 1 asks 0 and 0 asks 3; whoever may start with 0 does so.
    hops = Hops(4, {(1, 0): 1.0, (0, 3): 0.5, (0, 2): 0.5, (2, 3): 1.0, (1, 3): 0.25})

    found = found_in(hops, [0, 1], [3], max_steps=3)

    assert found.paths == ((0, 3), (0, 2, 3), (1, 3))
    assert found.number == 3


def test_routes_through_a_person_are_one_at_most():
    found = found_in(EXAMPLE, [S], [T], max_steps=3, through=[A, B])

    assert (found.paths, found.number) == (((S, A, B, T),), 1)


def test_equal_products_are_settled_by_steps_and_then_by_identifiers():
    # Three pairs of hops of one half each; ranks turn the order of the last two round.
    odds = {(0, 1): 0.5, (0, 2): 0.5, (0, 3): 0.5, (1, 4): 0.5, (2, 4): 0.5, (3, 4): 0.5}
    hops = Hops(5, odds, rank=[0, 1, 3, 2, 4])

    assert found_in(hops, [0], [4], k=2, max_steps=4).paths == ((0, 1, 4), (0, 3, 4))


def test_a_search_out_of_breath_gives_the_best_it_saw_and_says_so():
    # 20 actors between who all know each other, and everybody knows both ends.
    odds = dict.fromkeys(itertools.permutations(range(22), 2), 0.5)
    del odds[0, 1], odds[1, 0]
    # The best routes all lead through 2, so that pairs are found late.
    for actor in range(3, 22):
        odds[0, actor] = odds[actor, 1] = 0.02
    hops = Hops(22, odds | {(0, 2): 1.0, (2, 1): 0.5})

    short = found_in(hops, [0], [1], max_steps=4, budget=2)
    enough = found_in(hops, [0], [1], max_steps=4)

    assert not short.is_exact
    assert 1 <= len(short.paths) < 3
    assert short.number == enough.number == 20
    assert enough.is_exact
    assert len(enough.paths) == 3


@pytest.mark.parametrize(("k", "max_steps", "message"), [(0, 4, "k is 0"), (4, 4, "k is 4")])
def test_limits_are_named_when_they_are_passed(k: int, max_steps: int, message: str):
    with pytest.raises(ValueError, match=message):
        found_in(EXAMPLE, [S], [T], k=k, max_steps=max_steps)


def test_a_flow_does_not_count_five_steps():
    cut = corridor_between(MENGER.arcs(), [0], [1], max_steps=5)

    with pytest.raises(ValueError, match="max_steps is 5"):
        most_independent(cut, 5)


def test_ends_that_nothing_connects_have_no_independent_routes():
    found = found_in(EXAMPLE, [T], [S], max_steps=4)

    assert (found.paths, found.number, found.is_exact) == ((), 0, True)
    assert indispensable(EXAMPLE.arcs(), [T], [S], max_steps=4) == ()
