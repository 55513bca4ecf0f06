"""Use case: how good the odds were, and what outcomes have changed about them."""

from datetime import date

import numpy as np

from graph.access.answers import CalibrationAnswer
from graph.access.calibration import Past
from graph.access.odds import NAMES
from graph.access.scoring import reliability, running_shares, scored
from graph.network import AGREED, UNDECIDED, AskColumns
from graph.records.dates import epoch_day
from graph.vocabulary import Role
from service.snapshots import Snapshots
from service.usecases.visits import Visit


def calibrate(visit: Visit, snapshots: Snapshots, on: date) -> CalibrationAnswer:
    """Tell how good the odds were up to a day.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.

    """
    visit.require(Role.READER)
    day = epoch_day(on)
    network = snapshots.network(visit.network_id)
    asks = network.asks.take(np.flatnonzero(network.asks.asked <= day))
    answered = _answered_by(asks, day)
    has_agreed = answered.outcome == AGREED
    # What each coefficient multiplied is of no account here: shares need days and answers.
    shares = running_shares(
        Past.of(
            np.empty((len(answered), len(NAMES))),
            has_agreed,
            answered.asked,
            answered.decided,
            answered.recorded,
        )
    )
    agreed = int(np.count_nonzero(has_agreed))
    return CalibrationAnswer(
        on=on,
        revision=network.revision,
        odds=snapshots.odds(visit.network_id, day),
        asked=len(asks),
        agreed=agreed,
        declined=len(answered) - agreed,
        scores=scored(answered.predicted, has_agreed, shares),
        reliability=reliability(answered.predicted, has_agreed),
    )


def _answered_by(asks: AskColumns, day: int) -> AskColumns:
    """Keep what was agreed to or declined, and written down, by the day."""
    is_known = np.maximum(asks.decided, asks.recorded) <= day
    return asks.take(np.flatnonzero((asks.outcome != UNDECIDED) & is_known))
