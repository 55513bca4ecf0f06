"""The best, independent or diverse routes of a network, and what they are worth together."""

import pytest

from graph.access.choices import DEFAULT, MOST, Choice, ChosenRoutes, choose_routes
from graph.access.pool import Chain
from graph.access.routes import NoRoute
from graph.vocabulary import RequestState
from tests.asked import Asked, with_odds
from tests.told import Told

EXAMPLE = with_odds(
    ("s", "a", 0.9),
    ("a", "b", 0.9),
    ("b", "a", 0.9),
    ("b", "t", 0.9),
    ("s", "b", 0.5),
    ("a", "t", 0.5),
)


def chosen(asked: Asked, starts: str, targets: str, choice: Choice, **how) -> ChosenRoutes:
    ends = asked.at(starts), asked.at(targets)
    how |= {name: asked.at(how[name]) for name in ("avoid", "through") if name in how}
    return choose_routes(asked.access, *ends, choice=choice, **how)


def ways(asked: Asked, found: ChosenRoutes) -> list[str]:
    return [asked.names(route.actors) for route in found.routes]


def test_independent_routes_may_be_less_likely_than_the_best_alone_and_say_so():
    found = chosen(EXAMPLE, "s", "t", Choice.INDEPENDENT, max_steps=3)

    assert ways(EXAMPLE, found) == ["s a t", "s b t"]
    assert (found.number, found.is_exact) == (2, True)
    assert found.at_least_one == pytest.approx(0.6975)
    assert found.best_alone == pytest.approx(0.729)
    assert found.is_below_best


@pytest.mark.parametrize(
    ("k", "expected", "chance"),
    [
        (1, ["s a b t"], 0.729),
        (2, ["s a b t", "s a t"], 0.8145),
        (3, ["s a b t", "s a t", "s b t"], 0.87975),
    ],
)
def test_diverse_routes_are_those_of_which_most_likely_one_works(
    k: int, expected: list[str], chance: float
):
    found = chosen(EXAMPLE, "s", "t", Choice.DIVERSE, k=k, max_steps=3)

    assert ways(EXAMPLE, found) == expected
    assert found.at_least_one == pytest.approx(chance)
    assert not found.is_below_best
    assert found.number is None


def test_the_best_routes_are_those_of_before():
    found = chosen(EXAMPLE, "s", "t", Choice.BEST, max_steps=3)

    assert found.routes == EXAMPLE.routes("s", "t", max_steps=3).routes
    assert len(found.routes) == len(found.chains) == 4
    assert found.indispensable == ()
    assert found.stability is None


def test_routes_beyond_the_fifty_best_are_in_the_pool_if_they_are_independent():
    # Sixty ways through a and one without: all that share a are better, none is as good beside it.
    hops = [("s", "a", 0.5), ("s", "z", 0.1), ("z", "t", 0.1)]
    for number in range(60):
        hops += [("a", f"m{number:02}", 0.9), (f"m{number:02}", "t", 0.9)]
    asked = with_odds(*hops)

    independent = chosen(asked, "s", "t", Choice.INDEPENDENT)
    diverse = chosen(asked, "s", "t", Choice.DIVERSE, k=10)

    assert ways(asked, independent) == ["s a m00 t", "s z t"]
    assert ways(asked, diverse)[-1] == "s z t"
    assert diverse.at_least_one == pytest.approx(1 - (1 - 0.5 * (1 - 0.19**9)) * 0.99)


def test_only_doors_are_named_beside_the_routes():
    asked = with_odds(
        ("s", "a", 0.5), ("s", "b", 0.4), ("a", "d", 0.9), ("b", "d", 0.9), ("d", "t", 0.9)
    )

    for choice in Choice:
        found = chosen(asked, "s", "t", choice)
        assert asked.names(found.indispensable) == "d"
    assert chosen(asked, "s", "t", Choice.INDEPENDENT).number == 1
    assert chosen(asked, "s", "t", Choice.BEST, through="a").indispensable == tuple(asked.at("d"))


def test_what_a_tie_taught_moves_its_chain():
    told = Told()
    told.tie("s", "a", strength=0.5)
    told.tie("a", "t", strength=0.5)
    before = chosen(Asked(told), "s", "t", Choice.BEST).chains[0]
    told.ask("s", "a", (RequestState.AGREED, 5), days_ago=10)
    after = chosen(Asked(told), "s", "t", Choice.BEST).chains[0]

    assert after.mean > before.mean
    assert after.low < after.mean < after.high
    assert after.asks > before.asks


def test_each_chain_belongs_to_its_route():
    found = chosen(EXAMPLE, "s", "t", Choice.DIVERSE, max_steps=3)

    for route, chain in zip(found.routes, found.chains, strict=True):
        assert isinstance(chain, Chain)
        assert chain.mean == pytest.approx(route.probability)
        asks, reached = 1.0, 1.0
        for hop in route.hops[:-1]:
            reached *= hop.probability
            asks += reached
        assert chain.asks == pytest.approx(asks)


def test_stability_is_drawn_where_asked_and_the_same_each_time():
    shares = [
        chosen(EXAMPLE, "s", "t", choice, max_steps=3, draws=1_000).stability for choice in Choice
    ]

    assert shares[0] is not None
    assert 0.5 < shares[0] < 1
    assert shares == [shares[0]] * 3  # it is about the best route, whatever is chosen


def test_several_starts_and_targets_are_one_question():
    asked = with_odds(("b1", "t1", 0.5), ("b2", "x", 0.9), ("x", "t2", 0.5), ("b1", "x", 0.4))

    found = chosen(asked, "b1 b2", "t1 t2", Choice.INDEPENDENT)

    assert ways(asked, found) == ["b1 t1", "b2 x t2"]
    assert found.at_least_one == pytest.approx(1 - 0.5 * 0.55)


def test_without_a_route_the_reason_stands_for_every_choice():
    asked = with_odds(("s", "a", 0.5), ("b", "t", 0.5))

    for choice in Choice:
        found = chosen(asked, "s", "t", choice, draws=10)
        assert (found.routes, found.chains, found.at_least_one) == ((), (), 0.0)
        assert found.reason is NoRoute.NOT_CONNECTED
        assert found.nearest is not None
        assert not found.is_below_best
    assert chosen(asked, "s", "t", Choice.INDEPENDENT).number == 0
    assert chosen(EXAMPLE, "s", "t", Choice.DIVERSE, max_steps=1).reason is NoRoute.BEYOND_LIMIT
    assert chosen(EXAMPLE, "s", "t", Choice.DIVERSE, avoid="a b").reason is NoRoute.ONLY_AVOIDED


def test_more_than_ten_routes_are_not_judged_together():
    asked = with_odds(
        *((hop) for n in range(11) for hop in (("s", f"m{n}", 0.5), (f"m{n}", "t", 0.5)))
    )

    found = chosen(asked, "s", "t", Choice.BEST, k=11)

    assert len(found.routes) == 11
    assert found.at_least_one is None
    assert not found.is_below_best


@pytest.mark.parametrize("choice", Choice)
def test_limits_are_named_when_they_are_passed(choice: Choice):
    assert set(DEFAULT) == set(MOST) == set(Choice)
    for k in (0, MOST[choice] + 1):
        with pytest.raises(ValueError, match=f"k is {k}"):
            chosen(EXAMPLE, "s", "t", choice, k=k)


def test_who_is_start_and_target_at_once_is_named():
    with pytest.raises(ValueError, match="Both start and target: a, b"):
        chosen(EXAMPLE, "s a b", "a b t", Choice.DIVERSE)
