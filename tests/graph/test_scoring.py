"""Scores by hand and beside SciPy; a walk through the past that cannot see ahead."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest

from graph.access.calibration import Past, calibrated
from graph.access.odds import DEFAULT_MODEL
from graph.access.scoring import reliability, running_shares, scored, walked, wilson
from tests.graph.test_calibration import drawn


def test_scores_by_hand() -> None:
    found = scored(
        np.array([0.8, 0.4, math.nan]), np.array([True, False, True]), np.array([0.5, 0.5, 0.5])
    )

    assert found is not None
    assert found.count == 2  # what was never predicted is not scored
    assert found.brier == pytest.approx((0.04 + 0.16) / 2)
    assert found.log_score == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert found.base_brier == pytest.approx(0.25)
    assert found.skill == pytest.approx(1 - 0.1 / 0.25)


def test_scores_of_nothing_are_none_and_skill_beside_a_perfect_share_too() -> None:
    nothing = np.empty(0)
    assert scored(nothing, nothing.astype(np.bool_), nothing) is None
    perfect = scored(np.array([0.9]), np.array([True]), np.array([1.0]))
    assert perfect is not None
    assert perfect.skill is None


def test_what_was_called_impossible_and_happened_costs_without_end() -> None:
    found = scored(np.array([0.0]), np.array([True]), np.array([0.5]))

    assert found is not None
    assert found.log_score == math.inf


def test_the_running_share_knows_what_was_in_the_records_before_the_day() -> None:
    """Asked on days 1, 5, 9; known on days 4, 9 and 20: yes, no, yes."""
    asked, known = np.array([1, 5, 9], np.int32), np.array([4, 9, 20], np.int32)
    agreed = np.array([True, False, True])
    past = Past.of(np.zeros((3, 13)), agreed, asked, known, known)

    assert running_shares(past) == pytest.approx([1 / 2, 2 / 3, 2 / 3])


def test_bins_count_what_fell_into_them() -> None:
    bins = reliability(
        np.array([0.05, 0.10, 0.19, 1.0, math.nan]), np.array([True, False, True, True, True])
    )

    assert [(b.low, b.high, b.count, b.agreed) for b in bins] == [
        (0.0, 0.1, 1, 1),
        (0.1, 0.2, 2, 1),
        (0.9, 1.0, 1, 1),
    ]
    assert bins[1].predicted == pytest.approx(0.145)
    assert bins[1].share == 0.5
    assert bins[1].least < 0.5 < bins[1].most


@pytest.mark.parametrize(("agreed", "count"), [(0, 1), (1, 1), (3, 7), (50, 100), (0, 40)])
def test_wilson_is_that_of_a_second_program(agreed: int, count: int) -> None:
    other = binomtest(agreed, count).proportion_ci(0.95, method="wilson")

    assert wilson(agreed, count) == pytest.approx((other.low, other.high))


def test_walking_sees_nothing_that_was_decided_or_written_down_later() -> None:
    """Every outcome known only after a day is turned round; what was said by then stays."""
    past = drawn(260, seed=11)
    late = np.arange(len(past)) % 5 == 0
    past = replace(past, known=np.where(late, past.known + 200, past.known).astype(np.int32))
    before = walked(past, DEFAULT_MODEL)
    moved = 0
    for day in (200, 450, 700, 880):
        ahead = past.known >= day
        turned = replace(past, has_agreed=past.has_agreed ^ ahead)
        after = walked(turned, DEFAULT_MODEL)
        by_then = past.asked <= day
        assert after.learned[by_then].tolist() == before.learned[by_then].tolist()
        assert after.base[by_then].tolist() == before.base[by_then].tolist()
        moved += int(np.count_nonzero(after.learned != before.learned))
    assert moved > 100  # what was turned round does matter afterwards


def test_walking_fits_as_often_as_asked_and_never_on_more_than_was_known() -> None:
    past = drawn(200, seed=12)
    sizes: list[int] = []

    def fit(known: Past, model: object) -> object:
        sizes.append(len(known))
        return calibrated(known, DEFAULT_MODEL)

    walked(past, DEFAULT_MODEL, refit_after=50, fit=fit)  # pyright: ignore[reportArgumentType]

    assert sizes[0] == 0
    assert all(later - former >= 50 for former, later in pairwise(sizes))
    assert len(sizes) == 4


def test_on_a_harder_world_the_ladder_learns_to_be_better_than_both() -> None:
    past = drawn(1_200, seed=13)
    walk = walked(past, DEFAULT_MODEL, refit_after=50)
    later = slice(300, None)

    learned, assumed = (
        scored(said[later], past.has_agreed[later], walk.base[later])
        for said in (walk.learned, walk.assumed)
    )
    assert learned is not None
    assert assumed is not None
    assert learned.brier < assumed.brier < learned.base_brier + 0.02
    assert learned.skill is not None
    assert learned.skill > 0.1
