"""Questions about ways answered in the real networks: chosen, limited, several at once, in reach.

What is asked of each network is what a broker asks: who can introduce us, by ways that do not
depend on one person, around somebody or by somebody, from several of us to one of several; whom we
come near; and whom to ask for which of many leaders.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import pytest

from tests.service.real_networks import RealFiles, RealNetwork, at_work

pytestmark = pytest.mark.data


@dataclass(frozen=True)
class Question:
    """Who wants to meet whom; by whom the best way goes; and a second start and leader."""

    network: str
    start: str
    leader: str
    between: tuple[str, str]
    """Identifier and name."""
    also_start: str
    also_leader: str
    is_only_door: bool


QUESTIONS: Final = (
    Question(
        "uk_ministers",
        start="b96be6e0-e97f-48cf-b813-07051505041c",
        leader="e2494361-1aad-417e-8946-03e64a1b1889",
        between=("2499f71d-f319-42cb-bf3e-a9a773b0f703", "Lord Stockwood"),
        also_start="Chris Bryant",
        also_leader="Rachel Reeves",
        is_only_door=False,
    ),
    Question(
        "openstates",
        start="03362949-948c-415d-a5b6-f99e8fbc6495",
        leader="284392c5-5708-4014-9ea1-9552536c5a3e",
        between=("34dac893-eae3-495e-9237-9689a1114895", "Jay Collins"),
        also_start="James Uthmeier",
        also_leader="Rosalind Osgood",
        is_only_door=True,
    ),
    Question(
        "eu_mep_meetings",
        start="P00302",
        leader="C124781",
        between=("C197403", "Alex AGIUS SALIBA"),
        also_start="Josianne CUTAJAR",
        also_leader="Cyrus ENGERER",
        is_only_door=True,
    ),
)


@dataclass
class Asked:
    """A question in its network; nothing is changed in it."""

    said: Question
    net: RealNetwork

    def ways(self, **how: Any) -> Any:
        return self.net.ways(**{"start": self.said.start, "leader": self.said.leader, **how})


@pytest.fixture(scope="module", params=QUESTIONS, ids=lambda question: question.network)
def asked(
    request: pytest.FixtureRequest,
    real_files: RealFiles,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Asked]:
    said = request.param
    with at_work(real_files, said.network, tmp_path_factory.mktemp(said.network)) as net:
        yield Asked(said, net)


def actors(route: Any) -> tuple[str, ...]:
    """Give all who stand on a route, from who asks first to the leader."""
    steps = route["steps"]
    return (steps[0]["source"]["id"], *(step["target"]["id"] for step in steps))


def inside(route: Any) -> set[str]:
    return set(actors(route)[1:-1])


def probabilities(answer: Any) -> list[float]:
    return [route["probability"] for route in answer["routes"]]


# ---------------------------------------------------------------------------- ways chosen


def test_every_way_is_whole_within_the_limit_and_known_by_something(asked: Asked) -> None:
    answer = asked.ways(k=20)

    assert len(answer["routes"]) == 20
    assert probabilities(answer) == sorted(probabilities(answer), reverse=True)
    assert len({actors(route) for route in answer["routes"]}) == 20
    for route in answer["routes"]:
        chain = actors(route)
        assert (chain[0], chain[-1]) == (asked.said.start, asked.said.leader)
        assert len(set(chain)) == len(chain) <= 5
        product = 1.0
        for step in route["steps"]:
            product *= step["probability"]
            assert step["ties"] or step["interactions"] or step["served_together"]
        assert route["probability"] == pytest.approx(product)
    best = answer["routes"][0]["steps"][0]
    assert (best["target"]["id"], best["target"]["name"]) == asked.said.between


def test_independent_ways_share_nobody_and_there_are_no_more(asked: Asked) -> None:
    answer = asked.ways(choose="independent")

    together = answer["together"]
    assert all(not inside(a) & inside(b) for a, b in combinations(answer["routes"], 2))
    assert len(answer["routes"]) == min(together["independent"], 3)
    assert together["is_exact"]
    nobody = 1.0
    for probability in probabilities(answer):
        nobody *= 1 - probability
    assert together["at_least_one"] == pytest.approx(1 - nobody)
    assert (together["independent"] == 1) == asked.said.is_only_door


def test_three_diverse_ways_are_worth_no_less_than_the_three_best(asked: Asked) -> None:
    best, independent, diverse = (
        asked.ways(choose=choice, k=3)["together"] for choice in ("best", "independent", "diverse")
    )

    assert diverse["at_least_one"] >= best["at_least_one"] - 1e-12
    assert diverse["at_least_one"] >= independent["at_least_one"] - 1e-12
    assert best["best_alone"] == diverse["best_alone"]


def test_how_stable_the_best_way_is_comes_out_alike_when_asked_again(asked: Asked) -> None:
    first, again = (asked.ways(stability=True)["together"]["stability"] for _ in range(2))

    # Drawn from wide beliefs, so that the best way is the best neither always nor never.
    assert first == again
    assert 0 < first < 1
    assert asked.ways()["together"]["stability"] is None


# ---------------------------------------------------------------------------- ways limited


def test_the_go_between_is_avoided_or_nobody_else_can_do_it(asked: Asked) -> None:
    between, _ = asked.said.between
    answer = asked.ways(avoid=between, k=20)

    doors = [door["id"] for door in asked.ways()["together"]["only_doors"]]
    assert (between in doors) == asked.said.is_only_door
    assert bool(answer["routes"]) != asked.said.is_only_door
    assert bool(answer["no_route"]) == asked.said.is_only_door
    assert all(between not in actors(route) for route in answer["routes"])
    assert all(p < asked.ways()["together"]["best_alone"] for p in probabilities(answer))


def test_through_somebody_every_way_goes_there_and_the_best_of_them_comes_first(
    asked: Asked,
) -> None:
    all_ways = asked.ways(k=20)["routes"]
    beyond = next(one for one in reversed(all_ways) if len(one["steps"]) > 2)
    via = actors(beyond)[-2]

    answer = asked.ways(through=via, k=20)

    assert all(via in inside(route) for route in answer["routes"])
    expected = [actors(route) for route in all_ways if via in inside(route)]
    assert [actors(route) for route in answer["routes"]][: len(expected)] == expected


def test_fewer_steps_leave_out_longer_ways_and_no_others(asked: Asked) -> None:
    short = asked.ways(max_steps=2, k=20)["routes"]
    longer = asked.ways(k=20)["routes"]

    assert short
    assert [actors(one) for one in short][: len(longer)] == [
        actors(one) for one in longer if len(one["steps"]) <= 2
    ][: len(short)]


def test_asking_in_person_helps_and_a_busy_leader_does_not(asked: Asked) -> None:
    usual, in_person, busy = (
        asked.ways(**how)["together"]["best_alone"]
        for how in ({}, {"channel": "in_person"}, {"busyness": 1})
    )

    assert busy < usual < in_person


# ---------------------------------------------------------------------------- several at once


def test_several_starts_and_leaders_are_as_good_as_the_best_pair(asked: Asked) -> None:
    starts = [asked.said.start, asked.net.find(asked.said.also_start)]
    leaders = [asked.said.leader, asked.net.find(asked.said.also_leader)]

    together = asked.net.ways(starts, leaders, k=20)

    single = {
        (start, leader): asked.net.ways(start, leader)["together"]["best_alone"]
        for start in starts
        for leader in leaders
    }
    best = together["routes"][0]
    assert best["probability"] == pytest.approx(max(single.values()))
    for route in together["routes"]:
        chain = actors(route)
        assert chain[0] in starts
        assert chain[-1] in leaders
        assert route["probability"] <= single[chain[0], chain[-1]] + 1e-12
    assert [one["id"] for one in together["sources"]] == starts
    assert [one["id"] for one in together["targets"]] == leaders


# ---------------------------------------------------------------------------- reach


def test_leaders_are_ranked_as_their_best_ways_are(asked: Asked) -> None:
    told = asked.net.get("reach/leaders", **{"from": asked.said.start, "limit": 500})

    reached = told["reached"]
    chances = [one["probability"] for one in reached]
    assert chances == sorted(chances, reverse=True)
    assert told["reached_total"] == len(reached) > 10
    for one in (*reached[:3], reached[len(reached) // 2], reached[-1]):
        best = asked.ways(leader=one["actor"]["id"], k=1)["routes"][0]
        assert best["probability"] == pytest.approx(one["probability"])
        assert actors(best)[-2] == one["beside"]["id"]
    assert told["unreached"]
    for one in told["unreached"][:2]:
        answer = asked.ways(leader=one["actor"]["id"])
        assert answer["no_route"]["reason"]
    assert asked.said.leader in {one["actor"]["id"] for one in reached}


def test_partners_are_reached_by_somebody_in_post_there(asked: Asked) -> None:
    told = asked.net.get("reach/partners", **{"from": asked.said.start, "limit": 500})

    assert told["reached_total"] >= len(told["reached"]) > 10
    near = [one for one in told["reached"] if one["steps"]]
    chances = [one["probability"] for one in near]
    assert chances == sorted(chances, reverse=True)
    for one in near[:3]:
        assert one["by"] is None or one["people"] > 0
    reached = {one["actor"]["id"] for one in told["reached"]}
    assert not reached & {one["actor"]["id"] for one in told["unreached"]}


def test_who_can_reach_the_leader_is_the_same_from_both_ends(asked: Asked) -> None:
    toward = asked.net.get("reach", to=asked.said.leader, limit=500)

    found = {one["actor"]["id"]: one for one in toward["actors"]}
    between, _ = asked.said.between
    assert found[between]["steps"] == 1
    best = asked.ways()["routes"][0]
    last = best["steps"][-1]
    assert found[between]["probability"] == pytest.approx(last["probability"])


# ---------------------------------------------------------------------------- several leaders


def test_many_leaders_are_shared_out_under_the_caps(asked: Asked) -> None:
    near = asked.net.get("reach/leaders", **{"from": asked.said.start, "limit": 30})["reached"]
    leaders = list(dict.fromkeys([asked.said.leader, *(one["actor"]["id"] for one in near)]))[:20]
    said = {"leaders": [{"id": one} for one in leaders], "from": [asked.said.start]}

    told = asked.net.send("POST", "campaigns", said)

    assert told["is_optimal"]
    assert told["expected"] == pytest.approx(told["bound"])
    chosen = [plan["chosen"] for plan in told["leaders"] if plan["chosen"]]
    assert chosen
    used = Counter(one["id"] for chain in chosen for one in chain["actors"][1:])
    room = {one["person"]["id"]: one["room"] for one in told["favours"]}
    assert all(times <= room[person] == 3 for person, times in used.items())
    for plan in told["leaders"]:
        alone = plan["alone"]
        best = asked.ways(leader=plan["leader"]["id"], k=1)["routes"][0]
        assert alone["probability"] == pytest.approx(best["probability"])
        if plan["chosen"]:
            assert plan["chosen"]["probability"] <= alone["probability"] + 1e-12
        assert (plan["given_up"] > 0) == bool(plan["taken"])


# ---------------------------------------------------------------------------- by name


def test_how_two_are_known_to_each_other_is_told(asked: Asked) -> None:
    """Posts held together are inferred; a chamber and the member whom it met are on record."""
    first, last = asked.ways()["routes"][0]["steps"]

    assert last["is_inferred"]
    assert last["served_together"]["partner"]["name"] in {
        "Department for Business and Trade",
        "FL State Executive",
        "Partit Laburista",
    }
    if asked.said.network == "eu_mep_meetings":
        assert (first["basis"], first["is_inferred"]) == ("tie", False)
        assert first["ties"][0]["type"] == "met_with"
        assert last["served_together"]["is_undated"]
    else:
        assert (first["basis"], first["is_inferred"]) == ("colleagues", True)
