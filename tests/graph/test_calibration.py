"""The ladder of calibration beside integration, numeric slopes and planted coefficients."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit, log_expit
from scipy.stats import norm

from graph.access.calibration import (
    LEAST_RECALIBRATED,
    LEAST_REFITTED,
    LEAST_STRAIGHTENED,
    Past,
    Stage,
    Staircase,
    calibrated,
    posterior,
    stage_of,
)
from graph.access.coefficients import COEFFICIENTS
from graph.access.odds import DEFAULT_MODEL, LEAST_PROBABILITY, MOST_PROBABILITY, NAMES, OddsModel

TRUE: Final = OddsModel(base=-0.5, strength=2.8, levels_up=-0.9, in_person=1.3, inferred=-0.3)


def drawn(
    count: int, *, seed: int, truth: OddsModel = TRUE, brokers: tuple[float, ...] = ()
) -> Past:
    """Requests with the outcomes that a true model draws."""
    draw = np.random.default_rng(seed)
    columns = {
        "base": np.ones(count),
        "strength": draw.uniform(-0.5, 0.5, count),
        "reciprocity": draw.integers(0, 2, count),
        "levels_up": draw.integers(0, 4, count),
        "busyness": draw.uniform(-0.3, 0.7, count),
        "load": draw.integers(0, 3, count),
    }
    channel = draw.integers(0, 4, count)
    columns |= {name: channel == place for place, name in enumerate(("in_person", "phone", "cold"))}
    columns |= {name: draw.random(count) < 0.3 for name in NAMES if name not in columns}
    design = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float64)
    broker = draw.integers(0, max(len(brokers), 1), count).astype(np.int32)
    log_odds = design @ truth.coefficients + np.array(brokers or (0.0,))[broker]
    days = np.sort(draw.integers(0, 900, count)).astype(np.int32)
    decided = days + draw.integers(1, 30, count).astype(np.int32)
    agreed = draw.random(count) < expit(log_odds)
    return Past.of(design, agreed, days, decided, decided, broker=broker if brokers else None)


# ----------------------------------------------------------------------------- the rungs


@pytest.mark.parametrize(
    ("outcomes", "stage"),
    [
        (0, Stage.ASSUMED),
        (LEAST_RECALIBRATED - 1, Stage.ASSUMED),
        (LEAST_RECALIBRATED, Stage.RECALIBRATED),
        (LEAST_REFITTED - 1, Stage.RECALIBRATED),
        (LEAST_REFITTED, Stage.REFITTED),
        (LEAST_STRAIGHTENED - 1, Stage.REFITTED),
        (LEAST_STRAIGHTENED, Stage.STRAIGHTENED),
    ],
)
def test_each_rung_has_its_number_of_outcomes(outcomes: int, stage: Stage) -> None:
    assert (LEAST_RECALIBRATED, LEAST_REFITTED, LEAST_STRAIGHTENED) == (20, 200, 1_000)
    assert stage_of(outcomes) is stage
    assert calibrated(drawn(outcomes, seed=1), DEFAULT_MODEL).stage is stage


def test_a_handful_of_outcomes_leaves_the_assumptions_as_they_are() -> None:
    found = calibrated(drawn(19, seed=1), DEFAULT_MODEL)

    assert (found.model, found.outcomes) == (DEFAULT_MODEL, 19)
    assert not found.uncertainty
    assert calibrated(Past.empty(), DEFAULT_MODEL).model == DEFAULT_MODEL


# ------------------------------------------------------------------------ recalibration


def test_the_line_is_the_most_likely_one_and_its_spread_that_of_the_whole_posterior() -> None:
    past = drawn(60, seed=4)
    log_odds = past.design @ DEFAULT_MODEL.coefficients
    sign = np.where(past.has_agreed, 1.0, -1.0)

    def height(shift: float, slope: float) -> float:
        fit = float(np.sum(log_expit(sign * (shift + slope * log_odds))))
        return fit + norm.logpdf(shift, 0, 1.5) + norm.logpdf(slope, 1, 0.5)

    found = calibrated(past, DEFAULT_MODEL)

    top = height(found.shift, found.slope)
    for shift, slope in ((1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)):
        assert height(found.shift + shift, found.slope + slope) < top
    assert found.shift < -0.1  # the truth is harder than what is assumed

    shifts, slopes = (np.linspace(at - 3, at + 3, 61) for at in (found.shift, found.slope))
    density = np.array(
        [[math.exp(height(shift, slope) - top) for slope in slopes] for shift in shifts]
    )
    by_shift = density.sum(axis=1) / density.sum()
    centre = float(by_shift @ shifts)
    spread = math.sqrt(by_shift @ (shifts - centre) ** 2)
    assert found.uncertainty["shift"] == pytest.approx(spread, rel=0.05)
    assert found.shift == pytest.approx(centre, abs=spread / 5)  # mode and mean
    whole = density.sum() * 0.1**2

    line = np.stack([np.ones(60), log_odds], axis=1)
    fit = posterior(line, past.has_agreed, np.array([0.0, 1.0]), np.array([1.5, 0.5]))
    assert fit.log_evidence == pytest.approx(math.log(whole) + top, abs=0.05)


def test_a_recalibrated_model_says_what_the_line_says() -> None:
    past = drawn(100, seed=2)
    found = calibrated(past, DEFAULT_MODEL)

    by_line = expit(found.shift + found.slope * (past.design @ DEFAULT_MODEL.coefficients))
    inside = (by_line > LEAST_PROBABILITY) & (by_line < MOST_PROBABILITY)
    assert np.count_nonzero(inside) > 50
    said = found.predicted(past.design, past.broker)
    assert said[inside] == pytest.approx(by_line[inside])


# ------------------------------------------------------------------------------ refitting


def test_refitted_coefficients_stand_where_the_posterior_is_level() -> None:
    past = drawn(400, seed=3)
    found = calibrated(past, DEFAULT_MODEL)
    spread = np.array([row.spread for row in COEFFICIENTS])
    sign = np.where(past.has_agreed, 1.0, -1.0)

    def height(at: NDArray[np.float64]) -> float:
        distance = (at - DEFAULT_MODEL.coefficients) / spread
        return float(np.sum(log_expit(sign * (past.design @ at))) - 0.5 * np.sum(distance**2))

    at, step = found.model.coefficients.astype(np.float64), 1e-4
    for place in range(len(NAMES)):
        aside = np.zeros(len(NAMES))
        aside[place] = step
        assert (height(at + aside) - height(at - aside)) / (2 * step) == pytest.approx(0, abs=1e-4)


def test_two_thousand_outcomes_find_the_planted_coefficients() -> None:
    found = calibrated(drawn(2_000, seed=5), DEFAULT_MODEL)

    misses = (found.model.coefficients - TRUE.coefficients) / np.array(
        [found.uncertainty[name] for name in NAMES]
    )
    assert np.abs(misses).max() < 3.5
    assert np.mean(misses**2) < 2
    assert all(found.uncertainty[row.name] < row.spread for row in COEFFICIENTS)


def test_a_coefficient_that_no_outcome_speaks_of_keeps_its_assumption() -> None:
    past = drawn(300, seed=6)
    past.design[:, NAMES.index("cold")] = 0.0

    found = calibrated(past, DEFAULT_MODEL.with_changes({"cold": -2.0}))

    assert found.model.cold == pytest.approx(-2.0)
    assert found.uncertainty["cold"] == pytest.approx(0.5)


def test_brokers_who_differ_are_told_apart_and_those_who_do_not_are_not() -> None:
    apart = calibrated(drawn(900, seed=7, brokers=(1.2, 0.0, -1.2)), DEFAULT_MODEL)
    alike = calibrated(drawn(900, seed=7, brokers=(0.0, 0.0, 0.0)), DEFAULT_MODEL)

    assert apart.brokers[0] > 0.6
    assert apart.brokers[2] < -0.6
    assert max(abs(effect) for effect in alike.brokers.values()) < 0.3
    design = np.zeros((3, len(NAMES)))
    said = apart.predicted(design, np.array([0, 2, 99], np.int32))
    assert said[0] > said[2] == 0.5 > said[1]  # an unknown broker is an ordinary one


# ----------------------------------------------------------------------------- staircase


def test_the_staircase_pools_neighbours_that_fall() -> None:
    """Shares 0, 1, 0, 1 at .1, .4, .5, .9: the middle two become a half between them."""
    stairs = Staircase.of(np.array([0.9, 0.1, 0.4, 0.5]), np.array([True, False, True, False]))

    assert stairs.at == pytest.approx([0.1, 0.45, 0.9])
    assert stairs.to == pytest.approx([LEAST_PROBABILITY, 0.5, MOST_PROBABILITY])
    assert stairs.corrected(np.array([0.0, 0.45, 1.0])) == pytest.approx([0.02, 0.5, 0.95])


def test_the_staircase_never_turns_an_order_round() -> None:
    past = drawn(1_500, seed=8)
    found = calibrated(past, DEFAULT_MODEL)
    assert found.staircase is not None

    said = found.staircase.corrected(np.linspace(0, 1, 500))

    assert np.all(np.diff(said) >= 0)
    assert said[-1] - said[0] > 0.5
    straight = found.predicted(past.design, past.broker)
    plain = replace(found, staircase=None).predicted(past.design, past.broker)
    assert np.mean((straight - past.has_agreed) ** 2) <= np.mean((plain - past.has_agreed) ** 2)


# --------------------------------------------------------------------------------- Newton


def test_without_outcomes_the_posterior_is_the_prior() -> None:
    nothing = posterior(
        np.empty((0, 2)), np.empty(0, np.bool_), np.array([0.3, 1.0]), np.array([1.5, 0.5])
    )

    assert nothing.mean.tolist() == [0.3, 1.0]
    assert nothing.spread == pytest.approx([1.5, 0.5])
    assert nothing.log_evidence == pytest.approx(0)


@pytest.mark.parametrize("size", [1.0, 1e3])
def test_outcomes_that_a_line_separates_do_not_run_away(size: float) -> None:
    """Without the prior the slope would be infinite."""
    x = size * np.array([-2.0, -1.0, 1.0, 2.0])
    found = posterior(
        np.stack([np.ones(4), x], axis=1), x > 0, np.array([0.0, 1.0]), np.array([1.5, 0.5])
    )

    assert np.all(np.isfinite(found.mean))
    assert 0.5 < found.mean[1] < 4
