"""How closeness fades: worked numbers of strength-2, and what must never happen."""

import math

import numpy as np
import pytest

from graph.strength.fading import WORTH, last_contact, size_factor, stated_after
from graph.vocabulary import InteractionKind


def faded(stated: float, days: float) -> float:
    return float(stated_after(np.array([stated]), np.array([days]))[0])


def met(worth: float, days: float) -> float:
    return float(last_contact(np.array([worth]), np.array([days]))[0])


@pytest.mark.parametrize(
    ("persons", "weight"),
    [
        (1, 1),
        (2, 1),
        (5, 1),
        (6, 0.8),
        (11, 0.4),
        (21, 0.2),
        (41, 0.1),
        (60, 4 / 59),
        (61, 0),
        (5_000, 0),
    ],
)
def test_a_meeting_weighs_by_how_many_took_part(persons: int, weight: float) -> None:
    assert size_factor(np.array([persons])).tolist() == pytest.approx([weight])


def test_a_larger_meeting_never_weighs_more() -> None:
    assert np.all(np.diff(size_factor(np.arange(1, 200))) <= 0)


@pytest.mark.parametrize(
    ("stated", "days", "strength"),
    [
        (0.6, 0, 0.6),
        (0.6, -400, 0.6),  # it still holds for a while
        (0.6, 365, 0.285),  # worked example of the method
        (0.6, 252, 1 - math.sqrt(0.4)),  # one half-life: 0.3675
        (1.0, 0, 1.0),
        (1.0, 252, 1 - math.sqrt(0.05)),  # an ended tie was at most 0.95
        (0.95, 252, 1 - math.sqrt(0.05)),
        (0.0, 10, 0.0),
        (0.6, 1e6, 0.0),
    ],
)
def test_a_stated_strength_holds_while_the_tie_does_and_fades_after_its_end(
    stated: float, days: float, strength: float
) -> None:
    assert faded(stated, days) == pytest.approx(strength, abs=5e-4)


def test_what_nobody_stated_does_not_fade_into_a_number() -> None:
    assert math.isnan(faded(math.nan, 10))
    assert math.isnan(faded(math.nan, -10))


def test_fading_is_continuous_falls_daily_and_keeps_the_order() -> None:
    days = np.arange(4_000.0)
    strengths = np.array([stated_after(np.full(4_000, s), days) for s in (0.2, 0.6, 0.9)])

    assert np.all(np.diff(strengths, axis=1) < 0)
    assert np.all(np.diff(strengths, axis=0) > 0)
    assert np.all(strengths[:, 0] - strengths[:, 1] < 0.01)  # no cliff on the day after the end


@pytest.mark.parametrize(
    ("worth", "days", "strength"),
    [
        (1, 0, 0.283),  # one meeting today, worked example
        (1, 365, 0.115),  # the same as a bridge a year ago, worked example
        (1.5, 0, 1 - math.exp(-0.5)),
        (0.7, 0, 1 - math.exp(-0.7 / 3)),
        (1, 252, 1 - math.exp(-1 / 6)),
        (0, 0, 0),
        (1, 100_000, 0),
    ],
)
def test_the_last_contact_vouches_for_a_strength(
    worth: float, days: float, strength: float
) -> None:
    assert met(worth, days) == pytest.approx(strength, abs=5e-4)


def test_an_unknown_day_of_contact_vouches_for_nothing_known() -> None:
    assert math.isnan(met(1, math.nan))


def test_a_contact_is_worth_more_the_newer_and_the_weightier() -> None:
    days = np.arange(3_000.0)
    strengths = np.array([last_contact(np.full(3_000, w), days) for w in (0.3, 0.7, 1.0, 1.5)])

    assert np.all(np.diff(strengths, axis=1) < 0)
    assert np.all(np.diff(strengths, axis=0) > 0)


def test_only_contacts_with_two_sides_are_worth_something_by_themselves() -> None:
    assert WORTH == {
        InteractionKind.JOINT_PROJECT: 1.5,
        InteractionKind.MEETING: 1.0,
        InteractionKind.VISIT: 1.0,
        InteractionKind.CALL: 0.7,
        InteractionKind.EVENT: 0.3,
    }
