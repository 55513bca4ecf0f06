"""How good the odds were, and what outcomes change about them: the ladder of calibration.

Guide: ``docs/methods/odds.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from scipy.special import expit, log_expit

from graph.access.coefficients import COEFFICIENTS
from graph.access.odds import (
    LEAST_PROBABILITY,
    MOST_PROBABILITY,
    NAMES,
    HopFeatures,
    OddsModel,
    clamped,
    probabilities,
)

LEAST_RECALIBRATED: Final = 20
LEAST_REFITTED: Final = 200
LEAST_STRAIGHTENED: Final = 1_000
SHIFT_SPREAD: Final = 1.5
SLOPE_SPREAD: Final = 0.5
BROKER_SPREADS: Final = (0.0, 0.25, 0.5, 1.0)
"""How far brokers may differ, in log-odds; the one that explains the outcomes best is taken."""
NOBODY: Final = -1
"""Stands for a broker who is not known."""

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int32]


class Stage(StrEnum):
    """Rung of the ladder; each needs more outcomes than the one before it."""

    ASSUMED = "assumed"
    """Under 20 outcomes: the general assumptions, and what each tie taught."""
    RECALIBRATED = "recalibrated"
    """From 20: all log-odds moved on one line."""
    REFITTED = "refitted"
    """From 200: each coefficient from outcomes and prior, and how brokers differ."""
    STRAIGHTENED = "straightened"
    """From 1,000: refitted, then straightened by a rising staircase."""


def stage_of(outcomes: int) -> Stage:
    """Tell which rung so many outcomes allow."""
    if outcomes < LEAST_RECALIBRATED:
        return Stage.ASSUMED
    if outcomes < LEAST_REFITTED:
        return Stage.RECALIBRATED
    return Stage.REFITTED if outcomes < LEAST_STRAIGHTENED else Stage.STRAIGHTENED


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Requests with an outcome and what the model knew when they were put, one row each.

    Parameters
    ----------
    design
        Shape (n, 13): what each coefficient multiplied (``graph.access.odds.design``).
    has_agreed
        The answer.
    broker
        Number of the broker for whom it was asked; -1 when not known.
    asked
        Epoch day of asking.
    known
        Epoch day from which the answer is in the records.
    said
        What was predicted before the answer; NaN where nothing was.

    """

    design: Floats
    has_agreed: NDArray[np.bool_]
    broker: Indices
    asked: Indices
    known: Indices
    said: Floats

    def __len__(self) -> int:
        return len(self.has_agreed)

    @classmethod
    def of(
        cls,
        design: Floats,
        has_agreed: NDArray[np.bool_],
        asked: Indices,
        decided: Indices,
        recorded: Indices,
        *,
        broker: Indices | None = None,
        said: Floats | None = None,
    ) -> Self:
        """Make the past of what was decided and when it was written down."""
        count, known = len(has_agreed), np.maximum(decided, recorded)
        nobody = np.full(count, NOBODY, np.int32) if broker is None else broker
        nothing = np.full(count, np.nan) if said is None else said
        return cls(design, has_agreed, nobody, asked, known, nothing)

    @classmethod
    def empty(cls) -> Self:
        """Make the past in which nobody was asked."""
        days = np.empty(0, np.int32)
        return cls.of(np.empty((0, len(NAMES))), np.empty(0, np.bool_), days, days, days)

    def take(self, rows: NDArray[Any]) -> Self:
        """Keep the rows that a mask or an array of places names."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    def known_before(self, day: int) -> Self:
        """Keep what had been answered and written down before a day."""
        return self.take(self.known < day)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Most likely values under a normal prior and Bernoulli outcomes, with their uncertainty.

    ``mean`` (k,); ``covariance`` (k, k) by the curvature there; ``log_evidence`` of the outcomes,
    by the same approximation.
    """

    mean: Floats
    covariance: Floats
    log_evidence: float

    @property
    def spread(self) -> Floats:
        """Standard deviation of each value."""
        return np.sqrt(np.diag(self.covariance))


MOST_ROUNDS: Final = 100
CLOSE_ENOUGH: Final = 1e-10


def posterior(
    design: Floats, has_agreed: NDArray[np.bool_], mean: Floats, spread: Floats
) -> Posterior:
    """Fit a logistic model with independent normal priors by Newton's method.

    Parameters
    ----------
    design
        Shape (n, k).
    has_agreed
        Shape (n,).
    mean, spread
        Shape (k,): the prior; every spread above 0.

    Returns
    -------
    Posterior
        Without rows the prior itself.

    Notes
    -----
    The function is concave, so a step that goes too far is halved until it climbs. Time
    O(n k^2) a round, rarely more than eight rounds.

    """
    precision = 1.0 / spread**2
    sign = np.where(has_agreed, 1.0, -1.0)

    def height(at: Floats) -> float:
        fit = np.sum(log_expit(sign * (design @ at)))
        return float(fit - 0.5 * np.sum(precision * (at - mean) ** 2))

    at, curvature = mean.astype(np.float64), np.diag(precision)
    now = height(at)
    for _ in range(MOST_ROUNDS):
        p = expit(design @ at)
        curvature = (design.T * (p * (1.0 - p))) @ design + np.diag(precision)
        slope = design.T @ (has_agreed - p) - precision * (at - mean)
        step = np.linalg.solve(curvature, slope)
        if float(slope @ step) < CLOSE_ENOUGH:
            break
        while (there := height(at + step)) < now:
            step /= 2.0
        at, now = at + step, there
    log_evidence = (
        now - 0.5 * float(np.linalg.slogdet(curvature)[1]) - float(np.sum(np.log(spread)))
    )
    return Posterior(at, np.linalg.inv(curvature), log_evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Staircase:
    """A rising correction of probabilities, straight between its points, flat outside them."""

    at: Floats
    to: Floats

    @classmethod
    def of(cls, predicted: Floats, has_agreed: NDArray[np.bool_]) -> Self:
        """Fit the rising function that comes nearest to the outcomes in squares."""
        at, place, count = np.unique(predicted, return_inverse=True, return_counts=True)
        agreed = np.bincount(place, has_agreed, len(at)) / count
        fit = isotonic_regression(agreed, weights=count.astype(np.float64))
        starts = np.asarray(fit.blocks)[:-1]
        centre = np.add.reduceat(at * count, starts) / np.add.reduceat(count, starts)
        return cls(centre, np.clip(fit.x[starts], LEAST_PROBABILITY, MOST_PROBABILITY))

    def corrected(self, predicted: Floats) -> Floats:
        """Correct probabilities."""
        return np.interp(predicted, self.at, self.to)


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """The model as outcomes up to a day have left it.

    Parameters
    ----------
    stage
        Rung reached.
    outcomes
        Number it rests on.
    model
        To be used from now on, for a broker of whom nothing is known.
    uncertainty
        Of ``shift`` and ``slope`` (recalibrated) or of the coefficients (refitted), as standard
        deviations by name; empty while nothing was fitted.
    shift, slope
        By which the log-odds were moved; 0 and 1 unless recalibrated.
    brokers
        Log-odds by which requests of each broker do better than the model says.
    staircase
        Last correction, where there is one.

    """

    stage: Stage
    outcomes: int
    model: OddsModel
    uncertainty: Mapping[str, float]
    shift: float
    slope: float
    brokers: Mapping[int, float]
    staircase: Staircase | None

    def probabilities(self, features: HopFeatures) -> Floats:
        """Probability that each hop succeeds, for a broker of whom nothing is known."""
        return self._straight(probabilities(self.model, features))

    def predicted(self, design: Floats, broker: Indices) -> Floats:
        """Probability of each request, given what the coefficients multiply and who asks."""
        by_broker = np.array([self.brokers.get(int(number), 0.0) for number in broker])
        return self._straight(clamped(design @ self.model.coefficients + by_broker))

    def _straight(self, predicted: Floats) -> Floats:
        return predicted if self.staircase is None else self.staircase.corrected(predicted)


def calibrated(past: Past, model: OddsModel) -> Calibrated:
    """Climb the ladder as far as the outcomes allow.

    Parameters
    ----------
    past
        What is known by the day: see :meth:`Past.known_before`.
    model
        Coefficients that the network starts from, its own changes included.

    Notes
    -----
    Under 20 outcomes the model stays as it is. From 20, shift ~ N(0, 1.5^2) and slope ~
    N(1, 0.5^2). From 200, coefficients ~ N(assumed, 0.5^2), base ~ N(assumed, 0.75^2) and an
    effect of each broker ~ N(0, t^2), t of four spreads by the evidence of the outcomes. From
    1,000 a rising staircase corrects what is left (Niculescu-Mizil & Caruana 2005, ICML).

    """
    stage = stage_of(len(past))
    if stage is Stage.ASSUMED:
        return Calibrated(stage, len(past), model, {}, 0.0, 1.0, {}, None)
    if stage is Stage.RECALIBRATED:
        return _recalibrated(past, model)
    fitted = _refitted(past, model, stage)
    if stage is Stage.REFITTED:
        return fitted
    said = fitted.predicted(past.design, past.broker)
    return Calibrated(
        stage,
        len(past),
        fitted.model,
        fitted.uncertainty,
        0.0,
        1.0,
        fitted.brokers,
        Staircase.of(said, past.has_agreed),
    )


def _recalibrated(past: Past, model: OddsModel) -> Calibrated:
    log_odds = past.design @ model.coefficients
    line = np.stack([np.ones(len(past)), log_odds], axis=1)
    found = posterior(
        line, past.has_agreed, np.array([0.0, 1.0]), np.array([SHIFT_SPREAD, SLOPE_SPREAD])
    )
    shift, slope = found.mean.tolist()
    return Calibrated(
        Stage.RECALIBRATED,
        len(past),
        model.recalibrated(shift, slope),
        dict(zip(("shift", "slope"), found.spread.tolist(), strict=True)),
        shift,
        slope,
        {},
        None,
    )


def _refitted(past: Past, model: OddsModel, stage: Stage) -> Calibrated:
    spread = np.array([row.spread for row in COEFFICIENTS])
    brokers = np.unique(past.broker[past.broker != NOBODY])
    asks_for = (past.broker[:, None] == brokers).astype(np.float64)
    mean = np.concatenate([model.coefficients, np.zeros(len(brokers))])
    found = [
        posterior(
            np.hstack([past.design, asks_for]) if apart else past.design,
            past.has_agreed,
            mean if apart else model.coefficients,
            np.append(spread, np.full(len(brokers), apart)) if apart else spread,
        )
        for apart in (BROKER_SPREADS if len(brokers) > 1 else (0.0,))
    ]
    best = max(found, key=lambda each: each.log_evidence)
    effects = best.mean[len(NAMES) :].tolist() or [0.0] * len(brokers)
    return Calibrated(
        stage,
        len(past),
        OddsModel.of(best.mean[: len(NAMES)]),
        dict(zip(NAMES, best.spread[: len(NAMES)].tolist(), strict=True)),
        0.0,
        1.0,
        dict(zip(brokers.tolist(), effects, strict=True)),
        None,
    )
