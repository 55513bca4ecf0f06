"""How good predictions were: scored against what happened, never with what came later."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.access.calibration import Calibrated, Past, calibrated
from graph.access.odds import OddsModel, clamped

NORMAL_95: Final = 1.959963984540054
"""Half width of a 95 % interval in standard deviations."""
BINS: Final = 10
REFIT_AFTER: Final = 10
"""New outcomes after which a model is fitted anew when the past is walked through."""

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scores:
    """How far predictions were from outcomes; smaller is better but for ``skill``.

    Parameters
    ----------
    count
        Outcomes scored.
    brier
        Mean squared distance, 0 to 1.
    log_score
        Mean of -ln of the probability given to what happened.
    base_brier
        The same distance for the share of agreement known at the time.
    skill
        1 - brier / base_brier: above 0 better than that share. ``None`` where the share never
        missed, so that nothing can be better.

    """

    count: int
    brier: float
    log_score: float
    base_brier: float
    skill: float | None


def scored(predicted: Floats, has_agreed: NDArray[np.bool_], base: Floats) -> Scores | None:
    """Score predictions that were stored before the outcome; ``None`` where there are none.

    Parameters
    ----------
    predicted
        Probability of agreement; rows that are NaN were never predicted and are left out.
    has_agreed
        What happened.
    base
        Share of agreement known when each was predicted: see :func:`running_shares`.

    """
    rows = ~np.isnan(predicted)
    if not np.any(rows):
        return None
    predicted, has_agreed, base = predicted[rows], has_agreed[rows], base[rows]
    brier = float(np.mean((predicted - has_agreed) ** 2))
    base_brier = float(np.mean((base - has_agreed) ** 2))
    given = np.where(has_agreed, predicted, 1.0 - predicted)
    with np.errstate(divide="ignore"):  # what was called impossible and happened costs infinity
        log_score = float(np.mean(-np.log(given)))
    skill = 1.0 - brier / base_brier if base_brier else None
    return Scores(len(predicted), brier, log_score, base_brier, skill)


def running_shares(past: Past) -> Floats:
    """Give the share of agreement as it was known on the day of asking, for each request.

    One imagined yes and one imagined no stand at its beginning: a half before any outcome.
    """
    order = np.argsort(past.known, kind="stable")
    so_far = np.searchsorted(past.known[order], past.asked, side="left")
    agreed = np.concatenate([[0], np.cumsum(past.has_agreed[order])])
    return (agreed[so_far] + 1.0) / (so_far + 2.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same size and how often those requests were agreed to.

    ``low`` and ``high`` bound the predictions, the upper end included in the last bin alone;
    ``least`` and ``most`` are the 95 % interval of ``share`` by Wilson.
    """

    low: float
    high: float
    count: int
    agreed: int
    predicted: float
    share: float
    least: float
    most: float


def reliability(
    predicted: Floats, has_agreed: NDArray[np.bool_], bins: int = BINS
) -> tuple[Bin, ...]:
    """Lay predictions beside outcomes in equally wide bins; empty ones are left out.

    No single figure is made of them: it would depend on the bins and hide small counts.
    """
    rows = ~np.isnan(predicted)
    predicted, has_agreed = predicted[rows], has_agreed[rows]
    place = np.minimum((predicted * bins).astype(np.int64), bins - 1)
    found: list[Bin] = []
    for number in np.unique(place).tolist():
        mine = place == number
        count, agreed = int(np.count_nonzero(mine)), int(np.count_nonzero(has_agreed[mine]))
        least, most = wilson(agreed, count)
        found.append(
            Bin(
                number / bins,
                (number + 1) / bins,
                count,
                agreed,
                float(np.mean(predicted[mine])),
                agreed / count,
                least,
                most,
            )
        )
    return tuple(found)


def wilson(agreed: int, count: int) -> tuple[float, float]:
    """Give the 95 % interval of a share by Wilson's score; never empty, never beyond 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). J. Am. Stat. Assoc. 22, 209-212.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]

    """
    square, share = NORMAL_95**2, agreed / count
    centre = (share + square / (2 * count)) / (1 + square / count)
    half = NORMAL_95 * np.sqrt(share * (1 - share) / count + square / (4 * count**2))
    half = float(half) / (1 + square / count)
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The past walked through day by day: what each request would have been given.

    ``assumed`` by the model without outcomes, ``learned`` by the ladder as it stood on the day of
    asking, ``base`` the share of agreement known then; rows as in the past.
    """

    assumed: Floats
    learned: Floats
    base: Floats


def walked(
    past: Past,
    model: OddsModel,
    *,
    refit_after: int = REFIT_AFTER,
    fit: Callable[[Past, OddsModel], Calibrated] = calibrated,
) -> Walk:
    """Predict each request of the past from what was in the records before it was asked.

    Parameters
    ----------
    past
        All of it, in any order.
    model
        Coefficients that the network starts from.
    refit_after
        New outcomes after which the model is fitted anew.
    fit
        Climbs the ladder; given only what was known before the day.

    """
    assumed = clamped(past.design @ model.coefficients)
    learned = np.empty(len(past))
    known_days = np.sort(past.known)
    now, fitted_on = fit(Past.empty(), model), 0
    for day in np.unique(past.asked).tolist():
        so_far = int(np.searchsorted(known_days, day, side="left"))
        if so_far >= fitted_on + refit_after:
            now, fitted_on = fit(past.known_before(day), model), so_far
        rows = past.asked == day
        learned[rows] = now.predicted(past.design[rows], past.broker[rows])
    return Walk(assumed, learned, running_shares(past))
