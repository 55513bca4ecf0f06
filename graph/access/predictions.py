"""What the model says of a step before it is asked, kept with it, and read again for learning.

Guide: ``docs/methods/odds.md``.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from graph.access.calibration import Past, Stage
from graph.access.network import AccessNetwork
from graph.access.odds import NAMES, design
from graph.network import AGREED, UNDECIDED, AskColumns, ask_rows
from graph.records.dates import Precision, StatedDate
from graph.records.requests import IntroductionRequest, Prediction

MODEL: Final = "access-model-1"

_STEP: Final = list(AskColumns.DTYPES).index("step")


def predict(
    access: AccessNetwork, source: int, target: int, stage: Stage = Stage.ASSUMED
) -> Prediction:
    """Say how likely a step is, and what was known of it, as of the day of the access network.

    Parameters
    ----------
    access
        With the channel by which the step is asked.
    source, target
        Indices of who asks whom.
    stage
        Rung of the ladder that gave the model; stands in the model's name.

    Raises
    ------
    LookupError
        If nothing is known by which the one could ask the other.

    Notes
    -----
    ``features`` holds what each coefficient multiplied, by its name; zeros are left out. A later
    fit reads its row of the design from there, and so never sees what was recorded afterwards.

    """
    place = np.array([access.hop(source, target)], np.int64)
    belief = access.belief(place)
    low, high = belief.interval()
    row = design(access.features.take(place))[0]
    probability = float(belief.mean[0])
    return Prediction(
        probability=probability,
        # the mean of a lopsided belief may lie outside its middle
        low=min(float(low[0]), probability),
        high=max(float(high[0]), probability),
        day=StatedDate.from_day(access.view.day, Precision.DAY),
        features={name: float(value) for name, value in zip(NAMES, row, strict=True) if value},
        model=f"{MODEL}/{stage}",
    )


def past_of(requests: Iterable[tuple[IntroductionRequest, int | None]]) -> Past:
    """Collect what was predicted and what came of it.

    Parameters
    ----------
    requests
        Each with the epoch day of its last change; ``None``: events were written down on their
        own days.

    Returns
    -------
    Past
        One row for each step that was agreed to or declined and had a prediction that tells what
        was known. The broker is whoever a request was made for, numbered as they come.

    """
    rows: list[tuple[Any, ...]] = []
    known: list[list[float]] = []
    brokers: list[int] = []
    numbers: dict[str, int] = {}
    for request, recorded in requests:
        broker = numbers.setdefault(request.starter_id, len(numbers))
        nobody_in_particular = dict.fromkeys(request.named_ids, 0)  # only days and answers count
        for row in ask_rows(0, request, nobody_in_particular, recorded):
            said = request.steps[row[_STEP]].predicted
            if said is not None and said.features:
                rows.append(row)
                known.append([said.features.get(name, 0.0) for name in NAMES])
                brokers.append(broker)
    asks = AskColumns.of_rows(rows)
    decided = np.flatnonzero(asks.outcome != UNDECIDED)
    if not len(decided):
        return Past.empty()
    found = asks.take(decided)
    return Past.of(
        np.array(known)[decided],
        found.outcome == AGREED,
        found.asked,
        found.decided,
        found.recorded,
        broker=np.array(brokers, np.int32)[decided],
        said=found.predicted,
    )
