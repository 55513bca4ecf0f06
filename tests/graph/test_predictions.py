"""What is said before an answer comes back as what there is to learn from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest

from graph.access.calibration import Stage, calibrated
from graph.access.network import AccessNetwork
from graph.access.odds import DEFAULT_MODEL, NAMES, OddsModel, design
from graph.access.predictions import past_of, predict
from graph.access.scoring import running_shares, scored
from graph.records.dates import StatedDate, epoch_day
from graph.records.requests import IntroductionRequest, Prediction, RequestEvent
from graph.vocabulary import Channel, RequestState
from tests.told import TODAY, Told, ago

DAY: Final = epoch_day(TODAY)
YES: Final = RequestState.AGREED


@pytest.fixture
def told() -> Told:
    told = Told()
    told.person("ani", seniority=1)
    told.person("hadi", seniority=3, busyness=0.5)
    told.tie("ani", "hadi", strength=0.6)
    return told


def said_of(told: Told, **how: Any) -> tuple[AccessNetwork, Prediction]:
    access = AccessNetwork.of(told.view(), **how)
    index = access.network.index_of
    return access, predict(access, index["ani"], index["hadi"])


def asked(
    said: Prediction | None, *then: RequestEvent, by: str = "ani", of: str = "hadi"
) -> IntroductionRequest:
    told = Told()
    told.ask(by, of, days_ago=20)
    (request,) = told.requests
    return replace(
        request,
        steps=(replace(request.steps[0], predicted=said),),
        events=(*request.events, *then),
    )


def answer(state: RequestState, days_ago: int, noted: int | None = None) -> RequestEvent:
    return RequestEvent(0, state, ago(days_ago), noted_on=None if noted is None else ago(noted))


def test_a_prediction_tells_its_odds_its_range_its_day_and_what_was_known(told: Told) -> None:
    access, said = said_of(told, channel=Channel.PHONE)

    log_odds = 0.2 + 0.2 - 1.0 - 0.24 + 0.2
    assert said.probability == pytest.approx(1 / (1 + np.exp(-log_odds)))
    assert said.low < said.probability < said.high
    (low,), (high,) = access.belief(np.array([0])).interval()
    assert (said.low, said.high) == (pytest.approx(low), pytest.approx(high))
    assert said.day == StatedDate(TODAY)
    assert said.features == {
        "base": 1.0,
        "strength": pytest.approx(0.1),
        "levels_up": 2.0,
        "busyness": pytest.approx(0.2),
        "phone": 1.0,
    }
    assert said.model == "access-model-1/assumed"


def test_a_prediction_can_be_kept_with_its_request_whatever_the_odds(told: Told) -> None:
    for base in np.linspace(-6, 6, 25):
        access, said = said_of(told, model=OddsModel(base=float(base)))
        kept = asked(said)  # the record checks low, middle and high
        assert kept.steps[0].predicted == said
        index = access.network.index_of
        refitted = predict(access, index["ani"], index["hadi"], Stage.REFITTED)
        assert refitted.model == "access-model-1/refitted"


def test_what_was_known_and_answered_is_read_back(told: Told) -> None:
    access, said = said_of(told)
    requests = [
        (asked(said, answer(YES, 9)), DAY - 4),
        (asked(said, answer(RequestState.DECLINED, 8, noted=7), by="budi"), DAY),
        (asked(said, answer(YES, 9), by="ani"), DAY - 12),  # changed before: the answer was due
    ]

    past = past_of(requests)

    assert past.design[0].tolist() == pytest.approx(
        design(access.features.take(np.array([0])))[0].tolist()
    )
    assert past.has_agreed.tolist() == [True, False, True]
    assert past.asked.tolist() == [DAY - 20] * 3
    assert past.known.tolist() == [DAY - 4, DAY - 7, DAY - 9]
    assert past.broker.tolist() == [0, 1, 0]
    assert past.said.tolist() == [said.probability] * 3


@pytest.mark.parametrize(
    "then",
    [
        (),
        (answer(RequestState.NO_ANSWER, 9),),
        (answer(RequestState.NOT_NOW, 9),),
        (answer(RequestState.WITHDRAWN, 9),),
        (answer(RequestState.REMINDED, 9),),
    ],
)
def test_what_was_not_answered_teaches_nothing(told: Told, then: Sequence[RequestEvent]) -> None:
    _, said = said_of(told)

    assert len(past_of([(asked(said, *then), DAY)])) == 0
    assert len(past_of([])) == 0


def test_without_a_day_of_change_an_answer_was_written_down_when_it_was_given(told: Told) -> None:
    _, said = said_of(told)

    assert past_of([(asked(said, answer(YES, 9)), None)]).known.tolist() == [DAY - 9]


def test_nobody_is_predicted_who_could_not_be_asked(told: Told) -> None:
    told.person("budi")
    access = AccessNetwork.of(told.view())

    with pytest.raises(LookupError, match="no hop"):
        predict(access, access.network.index_of["ani"], access.network.index_of["budi"])


def test_steps_of_which_nothing_was_said_are_left_out(told: Told) -> None:
    _, said = said_of(told)
    unsaid = asked(None, answer(YES, 9))
    unknown = asked(replace(said, features={}), answer(YES, 9))

    assert len(past_of([(unsaid, DAY), (unknown, DAY)])) == 0


def test_a_coefficient_that_the_model_no_longer_has_is_passed_over(told: Told) -> None:
    _, said = said_of(told)
    older = replace(said, features={**said.features, "full_moon": 1.0})

    past = past_of([(asked(older, answer(YES, 9)), DAY)])

    assert past.design.shape == (1, len(NAMES))


def test_stored_predictions_are_scored_and_climb_the_ladder(told: Told) -> None:
    _, said = said_of(told)
    requests = [
        (asked(said, answer(YES if number % 4 == 0 else RequestState.DECLINED, 9)), DAY)
        for number in range(40)
    ]
    past = past_of(requests)

    scores = scored(past.said, past.has_agreed, running_shares(past))

    assert scores is not None
    assert scores.count == 40
    assert scores.brier == pytest.approx(
        0.25 * (1 - said.probability) ** 2 + 0.75 * said.probability**2
    )
    fitted = calibrated(past.known_before(DAY + 1), DEFAULT_MODEL)
    assert fitted.stage is Stage.RECALIBRATED
    assert fitted.predicted(past.design[:1], past.broker[:1])[0] == pytest.approx(0.25, abs=0.04)
    assert calibrated(past.known_before(DAY), DEFAULT_MODEL).stage is Stage.ASSUMED
