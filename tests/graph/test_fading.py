"""How closeness fades: worked numbers of strength-2, and what must never happen."""

import math

import numpy as np
import pytest

from graph.strength.fading import stated_after


def faded(stated: float, days: float, *, is_embedded: bool = False) -> float:
    given = np.array([stated]), np.array([days]), np.array([is_embedded])
    return float(stated_after(*given)[0])


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


@pytest.mark.parametrize(("days", "strength"), [(0, 0.6), (365, 0.350), (336, 1 - math.sqrt(0.4))])
def test_embedded_ends_grow_apart_more_slowly(days: float, strength: float) -> None:
    assert faded(0.6, days, is_embedded=True) == pytest.approx(strength, abs=5e-4)


def test_what_nobody_stated_does_not_fade_into_a_number() -> None:
    assert math.isnan(faded(math.nan, 10))
    assert math.isnan(faded(math.nan, -10))


def test_fading_is_continuous_falls_daily_and_keeps_the_order() -> None:
    days = np.arange(4_000.0)
    bridge = np.zeros(4_000, np.bool_)
    strengths = np.array([stated_after(np.full(4_000, s), days, bridge) for s in (0.2, 0.6, 0.9)])

    assert np.all(np.diff(strengths, axis=1) < 0)
    assert np.all(np.diff(strengths, axis=0) > 0)
    assert np.all(strengths[:, 0] - strengths[:, 1] < 0.01)  # no cliff on the day after the end
