"""What is said of a step before anybody answers, kept with the request and read back from it.

Guide: ``docs/methods/odds.md``.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from graph.access.calibration import Past, Stage
from graph.access.network import AccessNetwork
from graph.access.odds import NAMES, design
from graph.network import AGREED, DECLINED
from graph.records.dates import StatedDate, from_epoch_day
from graph.records.requests import IntroductionRequest, Prediction, RequestEvent
from graph.vocabulary import RequestState

MODEL: Final = "access-model-1"
_OUTCOMES: Final = {RequestState.AGREED: AGREED, RequestState.DECLINED: DECLINED}


def prediction(access: AccessNetwork, place: int, stage: Stage = Stage.ASSUMED) -> Prediction:
    """Say how likely a hop is, with all that is needed to learn from the answer later.

    Parameters
    ----------
    access
        Access network of the day of asking, for the channel that is used.
    place
        Of the hop among ``access.hops``.
    stage
        Rung of the ladder that gave the model.

    Returns
    -------
    Prediction
        ``features`` holds what each coefficient multiplied, by name, without zeros.

    """
    row = np.array([place])
    belief = access.belief(row)
    (low,), (high,) = belief.interval()
    mean = float(belief.mean[0])
    known = dict(zip(NAMES, design(access.features.take(row))[0].tolist(), strict=True))
    return Prediction(
        probability=mean,
        low=min(float(low), mean),  # the mean of a lopsided belief may lie outside its middle
        high=max(float(high), mean),
        day=StatedDate(from_epoch_day(access.view.day)),
        features={name: value for name, value in known.items() if value},
        model=f"{MODEL}/{stage}",
    )


def past_of(requests: Iterable[tuple[IntroductionRequest, int]]) -> Past:
    """Read from requests what was predicted and what was answered.

    Parameters
    ----------
    requests
        Each with the epoch day on which it was last changed; an answer that says when it was
        written down is believed more.

    Returns
    -------
    Past
        One row a step that was agreed to or declined and of which the model had said something.
        Brokers are numbered by the identifiers of who began the requests, in order.

    """
    listed = list(requests)
    brokers = {
        id_: place for place, id_ in enumerate(sorted({asked.starter_id for asked, _ in listed}))
    }
    rows = [
        (
            [said.features.get(name, 0.0) for name in NAMES],
            _OUTCOMES[answer.state] == AGREED,
            asked_on.day,
            answer.on.day,
            changed if answer.noted_on is None else answer.noted_on.day,
            brokers[request.starter_id],
            said.probability,
        )
        for request, changed in listed
        for said, answer, asked_on in _answered(request)
    ]
    if not rows:
        return Past.empty()
    known_of, agreed, asked, decided, recorded, broker, said = zip(*rows, strict=True)
    return Past.of(
        np.array(known_of),
        np.array(agreed),
        *(np.array(days, np.int32) for days in (asked, decided, recorded)),
        broker=np.array(broker, np.int32),
        said=np.array(said),
    )


def _answered(
    request: IntroductionRequest,
) -> Iterable[tuple[Prediction, RequestEvent, StatedDate]]:
    """Give prediction, answer and day of asking of each step that teaches."""
    for place, step in enumerate(request.steps):
        answer, asked_on = request.answer_of(place), request.asked_on(place)
        said = step.predicted
        if said is None or not said.features or answer is None or asked_on is None:
            continue
        if answer.state in _OUTCOMES:
            yield said, answer, asked_on
