"""Several routes together, held against all that can happen; sets against all sets."""

import itertools
import random
from fractions import Fraction
from math import prod

import numpy as np
import pytest

from graph.access.diverse import diverse_set
from graph.access.pool import Chain, Pool
from graph.kernels import hop_lengths
from tests.hops import Hops, busy_hops, random_hops

NETWORKS = 1_000

S, A, B, T = range(4)
EXAMPLE = Hops(4, {(S, A): 0.9, (A, B): 0.9, (B, A): 0.9, (B, T): 0.9, (S, B): 0.5, (A, T): 0.5})
ROUTES = [(S, A, B, T), (S, A, T), (S, B, T), (S, B, A, T)]


def pool_of(hops: Hops, paths: list[tuple[int, ...]]) -> Pool:
    place = {hop: number for number, hop in enumerate(hops.p)}
    return Pool.of(paths, lambda u, v: place[u, v], np.array(list(hops.p.values())))


def chance_by_definition(hops: Hops, paths: list[tuple[int, ...]]) -> Fraction:
    """Add up everything that can happen: each distinct hop is agreed to or not."""
    chains = [set(itertools.pairwise(path)) for path in paths]
    used = sorted(set().union(*chains))
    total = Fraction(0)
    for agreed in itertools.product([False, True], repeat=len(used)):
        yes = {hop for hop, is_agreed in zip(used, agreed, strict=True) if is_agreed}
        if any(chain <= yes for chain in chains):
            total += prod(
                Fraction(str(hops.p[hop])) if hop in yes else 1 - Fraction(str(hops.p[hop]))
                for hop in used
            )
    return total


def chance_by_terms(hops: Hops, paths: tuple[tuple[int, ...], ...]) -> Fraction:
    """As above, by inclusion and exclusion: fast enough for all sets of a pool."""
    chains = [set(itertools.pairwise(path)) for path in paths]
    return sum(
        (
            (-1) ** (size + 1) * prod(Fraction(str(hops.p[hop])) for hop in set().union(*some))
            for size in range(1, len(chains) + 1)
            for some in itertools.combinations(chains, size)
        ),
        Fraction(0),
    )


def drawn(
    draw: random.Random, most: int, *, max_steps: int = 4
) -> tuple[Hops, list[tuple[int, ...]]]:
    """Draw a network and its best routes between two ends, none included."""
    hops = random_hops(draw) if draw.random() < 0.5 else busy_hops(draw)
    every = hops.every_route([0], [1], [], max_steps)
    return hops, [path for _, path in every[:most]]


def test_at_least_one_is_the_sum_of_all_that_can_happen():
    draw = random.Random(31)
    several = shared = 0
    for _ in range(NETWORKS):
        hops, paths = drawn(draw, draw.randint(1, 3), max_steps=3)
        used = [hop for path in paths for hop in itertools.pairwise(path)]
        pool = pool_of(hops, paths)

        found = pool.at_least_one(range(len(paths)))

        expected = chance_by_definition(hops, paths) if paths else 0
        assert found == pytest.approx(float(expected), abs=1e-12)
        several += len(paths) > 1
        shared += len(set(used)) < len(used)
    assert min(several, shared) > 100


def test_terms_are_as_good_as_the_sum_of_all_that_can_happen():
    draw = random.Random(32)
    for _ in range(100):
        hops, paths = drawn(draw, 4, max_steps=3)
        if paths:
            assert chance_by_terms(hops, tuple(paths)) == chance_by_definition(hops, paths)


def test_diverse_routes_are_the_best_of_all_sets_of_the_pool():
    draw = random.Random(33)
    others_than_the_best = tied = 0
    for _ in range(NETWORKS):
        hops, paths = drawn(draw, 9)
        k = draw.randint(1, 3)
        sets = list(itertools.combinations(range(len(paths)), min(k, len(paths))))
        worth = {some: chance_by_terms(hops, tuple(paths[row] for row in some)) for some in sets}
        best = max(worth.values())
        equal = [some for some in sets if worth[some] == best]
        lengths = [
            sum(int(hop_lengths(hops.p[hop])) for hop in itertools.pairwise(path)) for path in paths
        ]
        expected = min(equal, key=lambda some: (sum(lengths[row] for row in some), some))

        found = diverse_set(pool_of(hops, paths), k)

        assert found == expected
        others_than_the_best += found != tuple(range(len(found)))
        tied += len(equal) > 1
    assert min(others_than_the_best, tied) > 50


def test_more_than_three_routes_add_what_adds_most_and_reach_their_share_of_the_best():
    draw = random.Random(34)
    added = 0
    for _ in range(150):
        hops, paths = drawn(draw, 8)
        if len(paths) < 6:
            continue
        pool, members = pool_of(hops, paths), set[int]()
        for _ in range(4):
            members.add(
                max(
                    set(range(len(paths))) - members,
                    key=lambda row: (
                        chance_by_terms(hops, tuple(paths[m] for m in members | {row})),
                        -row,
                    ),
                )
            )

        found = diverse_set(pool, 4)

        assert set(found) == members
        best = max(map(pool.at_least_one, itertools.combinations(range(len(paths)), 4)))
        assert pool.at_least_one(found) >= (1 - 1 / np.e) * best
        added += found != (0, 1, 2, 3)
    assert added > 10


def test_the_published_example_holds():
    pool = pool_of(EXAMPLE, ROUTES)

    assert pool.at_least_one([1, 2]) == pytest.approx(0.6975)
    assert diverse_set(pool, 2) == (0, 1)
    assert pool.at_least_one([0, 1]) == pytest.approx(0.8145)
    assert diverse_set(pool, 3) == (0, 1, 2)
    assert pool.at_least_one([0, 1, 2]) == pytest.approx(0.87975)


def test_crossing_routes_that_nobody_asks_for_do_not_count():
    # s-a-m-b-t and s-c-m-d-t, all of one half: 0.121 for the two, 0.191 for the whole network.
    ties = [(0, 1), (1, 2), (2, 3), (3, 6), (0, 4), (4, 2), (2, 5), (5, 6)]
    hops = Hops(7, dict.fromkeys(ties, 0.5))
    every = [path for _, path in hops.every_route([0], [6], [], 4)]

    assert pool_of(hops, [(0, 1, 2, 3, 6), (0, 4, 2, 5, 6)]).at_least_one([0, 1]) == pytest.approx(
        1 - (1 - 1 / 16) ** 2
    )
    assert pool_of(hops, every).at_least_one(range(4)) == pytest.approx((1 - 9 / 16) ** 2)


def test_certain_hops_and_no_routes_are_no_special_cases():
    hops = Hops(3, {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 0.25})
    pool = pool_of(hops, [(0, 1, 2), (0, 2)])

    assert pool.at_least_one([]) == 0
    assert pool.at_least_one([0]) == 1
    assert pool.at_least_one([0, 1]) == 1
    assert diverse_set(pool_of(hops, []), 3) == ()


def test_ten_routes_are_looked_at_together_and_no_more():
    hops = Hops(13, {hop: 0.5 for middle in range(2, 13) for hop in ((0, middle), (middle, 1))})
    pool = pool_of(hops, [(0, middle, 1) for middle in range(2, 13)])

    assert pool.at_least_one(range(10)) == pytest.approx(1 - 0.75**10)
    with pytest.raises(ValueError, match="11 routes are looked at together; at most 10"):
        pool.at_least_one(range(11))
    with pytest.raises(ValueError, match="k is 11"):
        diverse_set(pool, 11)
    with pytest.raises(ValueError, match="k is 0"):
        diverse_set(pool, 0)


def test_stability_is_the_share_of_draws_that_the_first_route_wins():
    # Two routes of one hop: Beta(2, 1) beats Beta(1, 1) with probability 2/3.
    hops = Hops(4, {(0, 3): 0.66, (1, 3): 0.5})
    pool = pool_of(hops, [(0, 3), (1, 3)])
    belief = np.array([2.0, 1.0]), np.array([1.0, 1.0])

    share = pool.stability(*belief, draws=20_000, seed=5)

    assert share == pytest.approx(2 / 3, abs=0.02)
    assert pool.stability(*belief, draws=20_000, seed=5) == share
    assert pool.stability(*belief, draws=20_000, seed=6) != share


def test_a_certain_route_is_stable_and_an_impossible_one_is_not():
    pool = pool_of(Hops(3, {(0, 2): 1.0, (1, 2): 0.5}), [(0, 2), (1, 2)])
    even = np.array([1.0, 1.0])

    assert pool.stability(even, np.array([0.0, 1.0]), seed=1) == 1
    assert pool.stability(np.array([0.0, 1.0]), even, seed=1) == 0
    with pytest.raises(ValueError, match="at least one route and one draw"):
        pool.stability(even, even, draws=0, seed=1)


def test_a_shared_hop_is_drawn_once():
    # Both lead through one doubtful hop, then 0.9 against 0.1, known well: the first always wins.
    hops = Hops(5, {(0, 1): 0.5, (1, 2): 0.9, (2, 4): 1.0, (1, 3): 0.1, (3, 4): 1.0})
    pool = pool_of(hops, [(0, 1, 2, 4), (0, 1, 3, 4)])
    alpha = np.array([1.0, 900.0, 1.0, 100.0, 1.0])
    beta = np.array([1.0, 100.0, 0.0, 900.0, 0.0])

    assert pool.stability(alpha, beta, seed=1) == 1


def test_a_chain_of_one_hop_has_the_interval_of_its_hop():
    # Beta(1, 1) is even: mean 1/2, variance 1/12, middle 80 % from 0.1 to 0.9.
    chain = Chain.of(np.array([1.0]), np.array([1.0]))

    assert (chain.mean, chain.asks) == (0.5, 1.0)
    assert chain.sd == pytest.approx((1 / 12) ** 0.5)
    assert (chain.low, chain.high) == pytest.approx((0.1, 0.9))


def test_a_chain_of_two_hops_is_worked_by_hand():
    # Beta(2, 1): mean 2/3, variance 1/18; Beta(1, 1): mean 1/2, variance 1/12.
    chain = Chain.of(np.array([2.0, 1.0]), np.array([1.0, 1.0]))

    assert chain.mean == pytest.approx(1 / 3)
    assert chain.sd**2 == pytest.approx((1 / 18 + 4 / 9) * (1 / 12 + 1 / 4) - 1 / 9)
    assert chain.asks == pytest.approx(1 + 2 / 3)
    assert Chain.of(np.array([1.0, 2.0]), np.array([1.0, 1.0])).asks == pytest.approx(1 + 1 / 2)


def test_the_interval_of_a_chain_holds_four_fifths_of_what_is_drawn():
    rng = np.random.default_rng(7)
    for _ in range(20):
        hops = int(rng.integers(2, 7))
        mean = rng.uniform(0.1, 0.9, hops)
        alpha, beta = 6 * mean, 6 * (1 - mean)
        drawn_chains = rng.beta(alpha, beta, (20_000, hops)).prod(axis=1)

        chain = Chain.of(alpha, beta)

        within = np.mean((drawn_chains >= chain.low) & (drawn_chains <= chain.high))
        assert within == pytest.approx(0.8, abs=0.06)
        assert chain.mean == pytest.approx(drawn_chains.mean(), abs=0.01)
        assert chain.sd == pytest.approx(drawn_chains.std(), abs=0.01)


def test_certain_and_impossible_hops_leave_no_doubt():
    certain = Chain.of(np.array([3.0, 1.0]), np.array([0.0, 0.0]))
    impossible = Chain.of(np.array([3.0, 0.0]), np.array([1.0, 2.0]))

    assert certain == Chain(1.0, 0.0, 1.0, 1.0, 2.0)
    assert impossible == Chain(0.0, 0.0, 0.0, 0.0, 1.75)


@pytest.mark.parametrize(("alpha", "beta"), [([], []), ([0.0], [0.0]), ([-1.0], [2.0])])
def test_a_belief_that_is_none_is_refused(alpha: list[float], beta: list[float]):
    with pytest.raises(ValueError, match="alpha and beta of each hop"):
        Chain.of(np.array(alpha), np.array(beta))
