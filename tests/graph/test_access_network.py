"""The access network of a day: requests burden and teach, and "what if?" changes one thing."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest

from graph.access.calibration import Staircase
from graph.access.network import AccessNetwork
from graph.access.odds import OddsModel
from graph.access.routes import find_routes
from graph.records.dates import epoch_day
from graph.vocabulary import Channel, RequestState
from tests.told import TODAY, Told

ANI, BUDI, HADI = "ani", "budi", "hadi"
BASE: Final = 1 / (1 + np.exp(-0.2))
YES: Final = RequestState.AGREED
NO: Final = RequestState.DECLINED


@pytest.fixture
def told() -> Told:
    """Three people who all know each other as well as in the reference hop."""
    told = Told()
    for one, other in ((ANI, BUDI), (BUDI, HADI), (ANI, HADI)):
        told.tie(one, other, strength=0.5)
    return told


def access_of(told: Told, days_on: int = 0, **how: Any) -> AccessNetwork:
    return AccessNetwork.of(told.network().on(epoch_day(TODAY) + days_on), **how)


def place(access: AccessNetwork, one: str, other: str) -> int:
    index = access.network.index_of
    return access.hop(index[one], index[other])


def odds(access: AccessNetwork, one: str, other: str) -> float:
    return float(access.probability[place(access, one, other)])


def test_requests_put_to_a_person_burden_every_hop_to_that_person(told: Told) -> None:
    for asker in (ANI, BUDI, ANI):
        told.ask(asker, HADI, days_ago=10)
    access = access_of(told)

    burdened = 1 / (1 + np.exp(-(0.2 - 0.7)))
    assert odds(access, ANI, HADI) == odds(access, BUDI, HADI) == pytest.approx(burdened)
    assert odds(access, ANI, BUDI) == pytest.approx(BASE)
    assert odds(access_of(told, 80), ANI, HADI) == pytest.approx(BASE)  # forgotten by then
    assert odds(access_of(told, -11), ANI, HADI) == pytest.approx(BASE)  # and not yet put


def test_the_channel_that_is_asked_about_moves_all_hops(told: Told) -> None:
    in_person = access_of(told, channel=Channel.IN_PERSON)

    assert in_person.probability == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert access_of(told).probability == pytest.approx(BASE)
    assert access_of(told, channel=Channel.MESSAGE).probability == pytest.approx(BASE)


def test_answers_teach_the_tie_they_were_given_on(told: Told) -> None:
    for answer in (YES, YES, NO, YES):
        told.ask(ANI, HADI, (answer, 0), days_ago=100)
    access = access_of(told)

    assert odds(access, ANI, HADI) == pytest.approx((6 * BASE + 3) / 10)
    assert odds(access, HADI, ANI) == odds(access, BUDI, HADI) == pytest.approx(BASE)
    belief = access.belief(np.array([place(access, ANI, HADI), place(access, ANI, BUDI)]))
    assert belief.prior == pytest.approx([BASE, BASE])
    assert (belief.agreed.tolist(), belief.declined.tolist()) == ([3, 0], [1, 0])
    assert belief.mean == pytest.approx([(6 * BASE + 3) / 10, BASE])
    low, high = belief.interval()
    assert high[0] - low[0] < high[1] - low[1]  # whoever was asked is known better


@pytest.mark.parametrize(
    "then", [(), ((RequestState.NO_ANSWER, 1),), ((RequestState.NOT_NOW, 1),), ((NO, -3),)]
)
def test_silence_and_what_lies_ahead_teach_nothing(
    told: Told, then: tuple[tuple[RequestState, int], ...]
) -> None:
    told.ask(ANI, HADI, *then, days_ago=10)
    access = access_of(told)

    assert access.belief(np.array([place(access, ANI, HADI)])).declined.tolist() == [0]
    assert odds(access, ANI, HADI) == pytest.approx(BASE)


def test_an_outcome_changes_which_way_is_best(told: Told) -> None:
    """Direct 0.55 against 0.55^2; after eleven refusals the detour is better."""
    index = told.network().index_of
    ends = ([index[ANI]], [index[HADI]])
    assert len(find_routes(access_of(told), *ends).routes[0].hops) == 1

    for _ in range(11):
        told.ask(ANI, HADI, (NO, 95), days_ago=100)

    assert len(find_routes(access_of(told), *ends).routes[0].hops) == 2


def test_what_if_changes_the_assumption_and_keeps_what_was_learned(told: Told) -> None:
    told.ask(ANI, HADI, (YES, 0), days_ago=95)
    access = access_of(told)
    row = np.array([place(access, ANI, HADI)])
    features = access.features.take(row)

    assert access.judged(row, features)[0] == pytest.approx(odds(access, ANI, HADI))
    closer = replace(features, strength=np.array([0.8]))
    prior = 1 / (1 + np.exp(-0.8))
    assert access.judged(row, closer)[0] == pytest.approx((6 * prior + 1) / 7)


def test_other_probabilities_lead_the_search_and_nought_closes_a_hop(told: Told) -> None:
    access = access_of(told)
    index = access.network.index_of
    shut = access.probability.copy()
    shut[place(access, ANI, HADI)] = 0.0

    other = access.weighed(shut)

    (route,) = find_routes(other, [index[ANI]], [index[HADI]]).routes
    assert len(route.hops) == 2
    assert odds(access, ANI, HADI) == pytest.approx(BASE)


def test_the_model_of_the_network_and_its_last_correction_are_used(told: Told) -> None:
    half = access_of(told, model=OddsModel(base=0.0))
    assert half.probability == pytest.approx(0.5)

    stairs = Staircase(np.array([0.0, 1.0]), np.array([0.3, 0.9]))
    straightened = access_of(told, model=OddsModel(base=0.0), staircase=stairs)
    assert straightened.probability == pytest.approx(0.6)
    row = np.array([0])
    assert straightened.judged(row, straightened.features.take(row))[0] == pytest.approx(0.6)


def test_who_stands_between_two_people(told: Told) -> None:
    told.person("sari", do_not_ask=True)
    told.tie(ANI, "sari")
    told.tie("sari", HADI)
    told.tie("joko", HADI)
    access = access_of(told)
    index = access.network.index_of

    assert access.between(index[ANI], index[HADI]) == [index[BUDI]]
    assert access.between(index["joko"], index[ANI]) == [index[HADI]]


def test_nothing_asked_holds_no_second_copy_of_the_odds(told: Told) -> None:
    plain = access_of(told)
    assert plain.probability is plain.prior

    told.ask(ANI, HADI, (YES, 1), days_ago=2)
    taught = access_of(told)
    assert taught.nbytes > plain.nbytes
