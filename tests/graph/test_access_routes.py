"""Routes to a leader, reach and the reasons for none, each on the smallest network."""

import itertools
import math
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from graph.access.hops import Basis
from graph.access.network import AccessNetwork
from graph.access.odds import Factor
from graph.access.routes import (
    MOST_ROUTES,
    Approach,
    NoRoute,
    Route,
    Routes,
    find_routes,
    reach,
    refused,
)
from graph.network import ActorFlag
from graph.records.dates import StatedDate, epoch_day
from graph.synthetic import acquaintances
from graph.vocabulary import PartnerKind, PositionType
from tests.asked import Asked, with_odds
from tests.told import TODAY, Told, ago


def chain(*ids: str, **said: Any) -> Told:
    """People who know each other in a row."""
    told = Told()
    for one, other in itertools.pairwise(ids):
        told.tie(one, other, **said)
    return told


# ---------------------------------------------------------------------------- the best routes


EXAMPLE: Final = (
    ("s", "a", 0.9),
    ("a", "b", 0.9),
    ("b", "a", 0.9),
    ("b", "t", 0.9),
    ("s", "b", 0.5),
    ("a", "t", 0.5),
)


def test_the_worked_example_of_the_guide() -> None:
    asked = with_odds(*EXAMPLE)

    routes = asked.routes("s", "t", max_steps=3).routes
    assert [asked.names(route.actors) for route in routes] == [
        "s a b t",
        "s a t",
        "s b t",
        "s b a t",
    ]
    assert [route.probability for route in routes] == pytest.approx([0.729, 0.45, 0.45, 0.225])
    assert asked.found("s", "t", max_steps=2) == ["s a t", "s b t"]
    assert asked.found("s", "t", max_steps=1) == []
    assert asked.found("s", "t", through="a b") == ["s a b t", "s b a t"]
    assert asked.found("s", "t", avoid="a") == ["s b t"]
    assert asked.found("s", "t", k=1) == ["s a b t"]


def test_equal_products_go_by_fewer_steps_then_by_identifiers() -> None:
    one_step, two_steps = math.exp(-1.2), math.exp(-0.6)
    asked = with_odds(
        ("s", "t", one_step),
        *((f"{end}", "t", two_steps) for end in ("z", "b", "m")),
        *(("s", f"{end}", two_steps) for end in ("z", "b", "m")),
    )

    routes = asked.routes("s", "t").routes
    assert [asked.names(route.actors) for route in routes] == ["s t", "s b t", "s m t", "s z t"]
    assert len({round(route.probability, 12) for route in routes}) == 1


def test_several_starts_and_targets_are_asked_at_once() -> None:
    asked = with_odds(("s", "m", 0.5), ("r", "m", 0.9), ("m", "t", 0.5), ("m", "u", 0.9))

    assert asked.found("s r", "t u") == ["r m u", "r m t", "s m u", "s m t"]


def test_a_step_into_an_organisation_counts_as_a_step() -> None:
    told = Told()
    told.partner("lsm")
    told.tie("ani", "lsm", "advises")
    told.tie("lsm", "bupati", "advises")

    assert Asked(told).found("ani", "bupati", max_steps=2) == ["ani lsm bupati"]
    assert Asked(told).found("ani", "bupati", max_steps=1) == []


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"k": 0}, "k is 0"),
        ({"k": MOST_ROUTES + 1}, "k is 21"),
        ({"max_steps": 0}, "max_steps is 0"),
        ({"max_steps": 7}, "max_steps is 7"),
        ({"through": "a b c d"}, "4 actors are required"),
    ],
)
def test_limits_are_named_when_they_are_passed(limits: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Asked(chain("s", "a", "b", "c", "d", "t")).routes("s", "t", **limits)


# Ways to take a strength for a length, as they are found elsewhere.
AS_LENGTH: Final[dict[str, Callable[[float], float]]] = {
    "strength itself": lambda s: s,
    "inverse": lambda s: 1 / s,
    "complement": lambda s: 1 - s,
    "logarithm": lambda s: -math.log(s),
}
COUNTEREXAMPLES: Final = [
    # a weak tie against two strong ones: 0.29 against 0.59
    [("s", "t", 0.05), ("s", "m", 1.0), ("m", "t", 1.0)],
    # one fair tie against two better ones: 0.40 against 0.36
    [("s", "t", 0.2), ("s", "m", 0.61), ("m", "t", 0.61)],
]


def test_strength_is_never_a_length() -> None:
    """This dies if anybody sums strengths, their inverse, complement or logarithm."""
    misled: set[str] = set()
    for ties in COUNTEREXAMPLES:
        strength = {(one, other): s for one, other, s in ties}
        ways = ["st", "smt"]
        chance = {
            way: math.prod(
                1 / (1 + math.exp(-(0.2 + 2 * (strength[pair] - 0.5))))
                for pair in itertools.pairwise(way)
            )
            for way in ways
        }
        right = sorted(ways, key=lambda way: -chance[way])
        access = AccessNetwork.of(acquaintances(ties).on(0))
        ends = [[access.network.index_of[end]] for end in "st"]
        routes = find_routes(access, *ends).routes

        names = ["".join(access.network.actors.id[list(route.actors)]) for route in routes]
        assert names == right
        assert [route.probability for route in routes] == pytest.approx(
            [chance[way] for way in right]
        )
        for wrong, length in AS_LENGTH.items():
            by_length = sorted(
                ways,
                key=lambda way: sum(length(strength[pair]) for pair in itertools.pairwise(way)),
            )
            if by_length != right:
                misled.add(wrong)
    assert misled == set(AS_LENGTH)  # every wrong way would have failed above


# ---------------------------------------------------------------------------- who is on no route


@pytest.mark.parametrize("flag", ["do_not_ask", "is_deceased", "has_opted_out"])
def test_who_must_not_be_asked_is_never_on_a_route(flag: str) -> None:
    told = chain("s", "a", "t")
    told.tie("s", "b", strength=0.01)
    told.tie("b", "t", strength=0.01)
    assert Asked(told).found("s", "t") == ["s a t", "s b t"]

    told.person("a", **{flag: True})
    asked = Asked(told)
    assert asked.found("s", "t") == ["s b t"]
    assert asked.found("s", "t", through="a") == []
    assert "a" not in {name for name, *_ in asked.reached("s", backward=False)}
    assert "a" not in {name for name, *_ in asked.reached("t", backward=True)}


@pytest.mark.parametrize("flag", [ActorFlag.REMOVED, ActorFlag.MERGED])
def test_who_was_removed_or_merged_is_never_on_a_route(flag: ActorFlag) -> None:
    told = chain("s", "a", "t")
    network = told.network()
    network.actors.flags[network.index_of["a"]] |= flag
    access = AccessNetwork.of(network.on(epoch_day(TODAY)))

    assert find_routes(access, [1], [2]).routes == ()
    assert reach(access, [1], backward=False).actors.tolist() == []


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        (ActorFlag.LEADER, None),
        (ActorFlag.KEY_PARTNER, None),
        (ActorFlag.DO_NOT_ASK, "do_not_ask"),
        (ActorFlag.DECEASED, "deceased"),
        (ActorFlag.OPTED_OUT, "opted_out"),
        (ActorFlag.REMOVED, "removed"),
        (ActorFlag.MERGED, "merged"),
    ],
)
def test_an_end_that_cannot_be_one_says_why(flag: ActorFlag, reason: str | None) -> None:
    network = chain("s", "t").network()
    network.actors.flags[0] = flag
    access = AccessNetwork.of(network.on(epoch_day(TODAY)))

    assert refused(access, 0) == reason
    assert refused(access, 0, avoid=[0]) == "avoided"
    assert refused(access, 1, avoid=[0]) is None


# ---------------------------------------------------------------------------- a step


def test_a_step_tells_what_moves_its_odds_strongest_first() -> None:
    told = Told()
    told.person("ani", seniority=3)
    told.person("bupati", seniority=6, busyness=0.8)
    told.tie("ani", "bupati", strength=0.75)

    (route,) = Asked(told).routes("ani", "bupati").routes
    (hop,) = route.hops
    assert [(factor, round(by, 9)) for factor, by in hop.factors] == [
        (Factor.LEVELS_UP, -1.5),
        (Factor.BUSYNESS, -0.6),
        (Factor.STRENGTH, 0.5),
    ]
    assert hop.probability == pytest.approx(1 / (1 + math.exp(1.4)))  # 0.2 - 1.5 - 0.6 + 0.5
    assert (hop.basis, hop.strength, hop.key_contact) == (Basis.TIE, 0.75, None)
    assert (hop.body, hop.last_day) == (None, None)


def test_a_step_between_colleagues_tells_where_and_until_when() -> None:
    told = Told()
    for person in ("ani", "budi"):
        told.post(person, "dinas", since=ago(2_000), until=ago(400))
    asked = Asked(told)

    ((hop,),) = (route.hops for route in asked.routes("ani", "budi").routes)
    assert hop.basis is Basis.COLLEAGUES
    assert hop.body is not None
    assert asked.names([hop.body]) == "dinas"
    assert hop.last_day == epoch_day(TODAY) - 400


def test_colleagues_of_long_ago_are_told_as_of_their_day() -> None:
    """Days before 1970 have negative numbers and are days all the same."""
    told = Told()
    for person in ("ani", "budi"):
        told.post(person, "dinas", since=StatedDate(date(1950, 1, 1)))
    asked = Asked(told, on=date(1960, 1, 1))

    ((hop,),) = (route.hops for route in asked.routes("ani", "budi").routes)
    assert hop.last_day == epoch_day(date(1960, 1, 1)) == -3653


def test_a_step_into_an_organisation_tells_whom_it_meets() -> None:
    told = Told()
    told.partner("lsm")
    told.partner("kosong")
    told.post("dewi", "lsm", type=PositionType.LEADS)
    for partner in ("lsm", "kosong"):
        told.tie("ani", partner, "advises")
        told.tie(partner, "bupati", "advises")
    asked = Asked(told)

    best, other = asked.routes("ani", "bupati").routes
    assert asked.names(best.actors) == "ani lsm bupati"
    assert best.hops[0].key_contact == asked.at("dewi")[0]
    assert other.hops[0].key_contact is None
    assert (Factor.NOBODY_KNOWN, -0.7) in other.hops[0].factors
    assert best.hops[1].key_contact is None  # a person is met


def test_the_weakest_step_is_the_least_likely_the_first_of_equal_ones() -> None:
    def weakest(*p: float) -> int:
        hops = [(f"a{n}", f"a{n + 1}", chance) for n, chance in enumerate(p)]
        (route,) = with_odds(*hops).routes("a0", f"a{len(p)}").routes
        return route.weakest

    assert weakest(0.5, 0.2, 0.9) == 1
    assert weakest(0.5, 0.2, 0.2) == 1
    assert weakest(0.7) == 0


def test_a_hop_that_is_not_there_cannot_be_looked_up() -> None:
    access = Asked(chain("a", "b", "c")).access

    assert access.hop(0, 1) == 0
    for pair in ((0, 2), (2, 0), (0, 0)):
        with pytest.raises(LookupError, match="There is no hop"):
            access.hop(*pair)


def test_an_access_network_knows_its_size() -> None:
    access = Asked(chain("a", "b", "c")).access
    of_hops = [getattr(access.hops, column.name) for column in fields(access.hops)]
    searched = [access.arcs.packed, access.first]

    assert access.nbytes > sum(array.nbytes for array in of_hops + searched)


# ---------------------------------------------------------------------------- no route


def no_route(asked: Asked, starts: str, targets: str, **how: Any) -> Routes:
    answer = asked.routes(starts, targets, **how)
    assert answer.routes == ()
    return answer


def near(asked: Asked, actor: str, p: float) -> Approach:
    """Somebody beside the leader."""
    about: Any = pytest.approx(p)
    return Approach(asked.at(actor)[0], about, 1)


def test_nobody_at_the_start_could_carry_a_request() -> None:
    told = chain("a", "t", strength=0.5)
    told.know("s")
    asked = Asked(told)

    answer = no_route(asked, "s", "t")
    assert answer.reason is NoRoute.NOBODY_AT_START
    assert answer.nearest == near(asked, "a", 0.549834)


def test_nobody_leads_to_the_leader() -> None:
    told = chain("s", "a")
    told.know("t")

    assert no_route(Asked(told), "s", "t") == Routes((), NoRoute.NOBODY_AT_LEADER)


def test_two_parts_that_nothing_connects() -> None:
    told = chain("s", "a")
    told.tie("b", "t", strength=0.5)
    asked = Asked(told)

    answer = no_route(asked, "s", "t")
    assert answer == Routes((), NoRoute.NOT_CONNECTED, None, near(asked, "b", 0.549834))


def test_a_leader_known_to_people_who_must_not_be_asked_alone_is_not_unknown() -> None:
    told = chain("s", "a")
    told.tie("b", "t")
    told.person("b", do_not_ask=True)

    assert no_route(Asked(told), "s", "t") == Routes((), NoRoute.NOT_CONNECTED)


def test_a_chain_that_is_too_long_says_how_long_it_is() -> None:
    asked = Asked(chain("s", "a", "b", "c", "d", "t", strength=0.5))

    answer = no_route(asked, "s", "t")
    assert (answer.reason, answer.steps_needed) == (NoRoute.BEYOND_LIMIT, 5)
    assert answer.nearest == near(asked, "d", 0.549834)
    assert asked.found("s", "t", max_steps=5) == ["s a b c d t"]


def test_a_chain_beyond_all_limits_is_counted_too() -> None:
    people = [f"a{n:02}" for n in range(30)]

    answer = no_route(Asked(chain(*people)), "a00", "a29", max_steps=6)
    assert answer.steps_needed == 29


def test_of_several_targets_the_nearest_one_says_how_many_steps_are_needed() -> None:
    told = chain("s", "a", "b", "t", "c", "u")

    assert no_route(Asked(told), "s", "u t", max_steps=2).steps_needed == 3


def test_every_chain_goes_through_somebody_not_to_be_asked() -> None:
    told = chain("s", "a", "t")
    told.person("a", do_not_ask=True)

    assert no_route(Asked(told), "s", "t") == Routes((), NoRoute.ONLY_DO_NOT_ASK)


def test_every_chain_goes_through_somebody_left_out_by_the_question() -> None:
    told = chain("s", "a", "t", strength=0.9)  # nearer than who is left
    told.tie("b", "t", strength=0.5)
    asked = Asked(told)

    answer = no_route(asked, "s", "t", avoid="a")
    assert answer == Routes((), NoRoute.ONLY_AVOIDED, None, near(asked, "b", 0.549834))


def test_every_chain_goes_through_somebody_at_the_cap() -> None:
    asked = Asked(chain("s", "a", "t"))

    assert no_route(asked, "s", "t", full="a").reason is NoRoute.ONLY_AT_CAP
    assert asked.found("s", "t", full="s t") == ["s a t"]  # the ends are not asked to go between


def test_of_those_left_out_the_one_who_is_in_the_way_is_the_reason() -> None:
    """Waiting helps only where nobody else was left out, however many are at the cap."""
    told = chain("s", "a", "t")
    told.tie("s", "b")
    told.tie("b", "c")
    told.tie("c", "t")
    asked = Asked(told)

    assert no_route(asked, "s", "t", avoid="c", full="a").reason is NoRoute.ONLY_AT_CAP
    assert no_route(asked, "s", "t", avoid="a b", full="c").reason is NoRoute.ONLY_AVOIDED
    assert no_route(asked, "s", "t", avoid="a b", full="a").reason is NoRoute.ONLY_AVOIDED


def test_a_chain_through_both_is_said_to_need_who_must_not_be_asked() -> None:
    told = chain("s", "a", "b", "t")
    told.person("b", do_not_ask=True)

    assert no_route(Asked(told), "s", "t", avoid="a").reason is NoRoute.ONLY_DO_NOT_ASK


def test_routes_that_do_not_meet_those_required() -> None:
    told = chain("s", "a", "t")
    told.know("b")

    assert no_route(Asked(told), "s", "t", through="b") == Routes((), NoRoute.NOT_THROUGH)


def test_the_nearest_approach_is_the_most_likely_one() -> None:
    asked = with_odds(("b", "t", 0.3), ("c", "d", 0.95), ("d", "t", 0.5), ("s", "x", 0.5))

    answer = no_route(asked, "s", "t")
    assert answer.nearest == near(asked, "d", 0.5)


def test_a_gatekeeper_is_no_way_back() -> None:
    """From the leader one does not reach her secretary's circle."""
    told = chain("s", "ajudan")
    told.tie("ajudan", "bupati", "gatekeeper_of")

    assert Asked(told).found("s", "bupati") == ["s ajudan bupati"]
    assert no_route(Asked(told), "bupati", "s").reason is NoRoute.NOBODY_AT_START


def test_without_anybody_to_start_there_is_nobody_at_the_start() -> None:
    asked = Asked(chain("a", "t"))

    answer = find_routes(asked.access, [], asked.at("t"))
    assert answer.reason is NoRoute.NOBODY_AT_START


# ---------------------------------------------------------------------------- reach


def test_who_can_reach_a_leader_is_ranked_by_the_best_route_of_each() -> None:
    asked = with_odds(*EXAMPLE, ("x", "s", 0.9), ("t", "y", 0.9))

    assert asked.reached("t", backward=True, max_steps=3) == [
        ("b", pytest.approx(0.9), 1, "t"),
        ("a", pytest.approx(0.81), 2, "b"),
        ("s", pytest.approx(0.729), 3, "a"),
        ("x", pytest.approx(0.405), 3, "s"),
    ]


def test_whom_somebody_can_reach_is_ranked_by_the_best_route_to_each() -> None:
    asked = with_odds(*EXAMPLE, ("x", "s", 0.9), ("t", "y", 0.9))

    assert asked.reached("s", backward=False, max_steps=2) == [
        ("a", pytest.approx(0.9), 1, "s"),
        ("b", pytest.approx(0.81), 2, "a"),
        ("t", pytest.approx(0.45), 2, "a"),
    ]


def test_reach_leaves_out_who_is_avoided_and_the_ends_themselves() -> None:
    told = chain("s", "a", "b", "t")
    asked = Asked(told)

    avoided = asked.reached("t", backward=True, avoid=asked.at("a"))
    assert [name for name, *_ in avoided] == ["b"]
    assert [name for name, *_ in asked.reached("s a", backward=False)] == ["b", "t"]


def test_an_end_that_is_on_no_route_reaches_nobody() -> None:
    told = chain("s", "t")
    told.person("t", do_not_ask=True)

    assert Asked(told).reached("t", backward=True) == []


# ---------------------------------------------------------------------------- the route itself


def test_a_route_of_one_step_is_as_likely_as_its_step() -> None:
    (route,) = with_odds(("s", "t", 0.25)).routes("s", "t").routes

    assert isinstance(route, Route)
    assert route.probability == pytest.approx(0.25)
    assert type(route.probability) is float


def test_forums_that_people_share_now_raise_the_odds_of_a_step() -> None:
    told = Told()
    told.partner("pokja", kind=PartnerKind.BODY)
    told.tie("ani", "budi", strength=0.8)
    apart = Asked(told).routes("ani", "budi").routes[0].probability
    for person in ("ani", "budi"):
        told.post(person, "pokja", since=ago(100))
    together = Asked(told).routes("ani", "budi").routes[0].probability

    odds = [p / (1 - p) for p in (apart, together)]
    assert math.log(odds[1] / odds[0]) == pytest.approx(0.2)
    assert np.isfinite(odds).all()
