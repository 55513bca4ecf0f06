"""Which strength is used, and which one spoke."""

import math

import numpy as np
import pytest

from graph.strength.used import Speaks, strength_used

NONE = math.nan


@pytest.mark.parametrize(
    ("override", "computed", "stated", "colleague", "prior", "expected"),
    [
        (0.1, 0.9, 0.8, 0.7, 0.6, (0.1, Speaks.OVERRIDE)),
        (0.0, 0.9, NONE, NONE, 0.6, (0.0, Speaks.OVERRIDE)),
        (NONE, 0.9, 0.8, 0.7, 0.6, (0.9, Speaks.COMPUTED)),
        (NONE, 0.2, 0.8, 0.7, 0.9, (0.8, Speaks.STATED)),
        (NONE, NONE, 0.1, 0.7, 0.9, (0.7, Speaks.COLLEAGUE)),
        (NONE, 0.8, 0.8, 0.8, 0.9, (0.8, Speaks.STATED)),
        (NONE, 0.8, NONE, 0.8, 0.9, (0.8, Speaks.COMPUTED)),
        (NONE, 0.0, NONE, NONE, 0.9, (0.0, Speaks.COMPUTED)),  # known, if little
        (NONE, NONE, NONE, NONE, 0.3, (0.3, Speaks.PRIOR)),
    ],
)
def test_an_override_speaks_first_then_the_largest_that_is_known_then_the_prior(
    override: float,
    computed: float,
    stated: float,
    colleague: float,
    prior: float,
    expected: tuple[float, Speaks],
) -> None:
    strength, speaks = strength_used(
        override=np.array([override]),
        computed=np.array([computed]),
        stated=np.array([stated]),
        colleague=np.array([colleague]),
        prior=np.array([prior]),
    )

    assert (strength[0], Speaks(speaks[0])) == expected
    assert (strength.dtype, speaks.dtype) == (np.float64, np.int8)


def test_where_nothing_is_known_nothing_is_made_up() -> None:
    nothing = np.array([NONE])
    strength, _ = strength_used(
        override=nothing, computed=nothing, stated=nothing, colleague=nothing, prior=nothing
    )

    assert np.isnan(strength).all()
