"""Odds of a hop ("access-model-1"), by hand."""

import itertools
import math
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.access.odds import (
    DEFAULT_MODEL,
    LEAST_PROBABILITY,
    MOST_PROBABILITY,
    NAMES,
    Factor,
    HopFeatures,
    OddsModel,
    contributions,
    design,
    probabilities,
    strongest,
)
from graph.errors import InvalidQuestionError
from graph.network import CHANNEL_CODES
from graph.vocabulary import Channel

REFERENCE: Final[dict[str, Any]] = {
    "strength": 0.5,
    "reciprocity": 0,
    "levels_up": 0,
    "busyness": 0.3,
    "requests": 0,
    "other_sector": False,
    "shared_forum": False,
    "inferred": False,
    "nobody_known": False,
    "channel": 0,
}
DTYPES: Final[dict[str, Any]] = {
    "strength": np.float64,
    "reciprocity": np.int8,
    "levels_up": np.int8,
    "busyness": np.float64,
    "requests": np.int32,
    "channel": np.int8,
}


def hops(*differences: dict[str, Any]) -> HopFeatures:
    """The reference hop with a difference, one hop each."""
    rows = [REFERENCE | difference for difference in differences or ({},)]
    columns: dict[str, NDArray[Any]] = {
        name: np.array([row[name] for row in rows], DTYPES.get(name, np.bool_))
        for name in REFERENCE
    }
    return HopFeatures(**columns)


def log_odds(**difference: Any) -> float:
    added = contributions(DEFAULT_MODEL, hops(difference))
    return float(sum(by[0] for by in added.values()))


def probability(**difference: Any) -> float:
    return float(probabilities(DEFAULT_MODEL, hops(difference))[0])


def test_the_reference_hop_succeeds_in_fifty_five_of_a_hundred() -> None:
    assert probability() == pytest.approx(0.55, abs=5e-4)
    assert contributions(DEFAULT_MODEL, hops())[Factor.BASE].tolist() == [0.2]


def test_closeness_alone_moves_the_odds_from_a_third_to_three_quarters() -> None:
    assert probability(strength=0) == pytest.approx(0.31, abs=5e-3)
    assert probability(strength=1) == pytest.approx(0.77, abs=5e-3)


def test_the_worked_example_of_the_model() -> None:
    """s 0.6, two levels up, busyness 0.5, three requests, a shared forum: about 1 in 5."""
    example: dict[str, Any] = {
        "strength": 0.6,
        "levels_up": 2,
        "busyness": 0.5,
        "requests": 3,
        "shared_forum": True,
    }
    in_person = CHANNEL_CODES[Channel.IN_PERSON]

    assert log_odds(**example) == pytest.approx(-1.34)
    assert probability(**example) == pytest.approx(0.21, abs=5e-3)
    assert probability(**example, channel=in_person) == pytest.approx(0.37, abs=5e-3)


@pytest.mark.parametrize(
    ("difference", "factor", "by"),
    [
        ({"strength": 0.75}, Factor.STRENGTH, 0.5),
        ({"reciprocity": 1}, Factor.RECIPROCITY, 0.3),
        ({"reciprocity": -1}, Factor.RECIPROCITY, -0.3),
        ({"levels_up": 1}, Factor.LEVELS_UP, -0.5),
        ({"levels_up": 3}, Factor.LEVELS_UP, -1.5),
        ({"levels_up": 5}, Factor.LEVELS_UP, -1.5),  # at most three count
        ({"levels_up": -2}, Factor.LEVELS_UP, 0),  # down is no easier
        ({"busyness": 1.0}, Factor.BUSYNESS, -0.84),
        ({"busyness": 0.0}, Factor.BUSYNESS, 0.36),
        ({"busyness": math.nan}, Factor.BUSYNESS, 0),  # unknown: 0.3
        ({"requests": 1}, Factor.LOAD, 0),  # the first is free
        ({"requests": 2}, Factor.LOAD, -0.35),
        ({"requests": 5}, Factor.LOAD, -1.4),
        ({"requests": 50}, Factor.LOAD, -1.4),  # at most four count
        ({"other_sector": True}, Factor.OTHER_SECTOR, -0.3),
        ({"shared_forum": True}, Factor.SHARED_FORUM, 0.2),
        ({"inferred": True}, Factor.INFERRED, -0.8),
        ({"nobody_known": True}, Factor.NOBODY_KNOWN, -0.7),
        ({"channel": CHANNEL_CODES[Channel.IN_PERSON]}, Factor.CHANNEL, 0.8),
        ({"channel": CHANNEL_CODES[Channel.PHONE]}, Factor.CHANNEL, 0.2),
        ({"channel": CHANNEL_CODES[Channel.VIDEO]}, Factor.CHANNEL, 0.2),
        ({"channel": CHANNEL_CODES[Channel.EMAIL]}, Factor.CHANNEL, 0),
        ({"channel": CHANNEL_CODES[Channel.MESSAGE]}, Factor.CHANNEL, 0),
        ({"channel": CHANNEL_CODES[Channel.LETTER]}, Factor.CHANNEL, 0),
        ({"channel": CHANNEL_CODES[Channel.COLD]}, Factor.CHANNEL, -1.5),
    ],
)
def test_each_factor_adds_its_own_log_odds_and_nothing_else(
    difference: dict[str, Any], factor: Factor, by: float
) -> None:
    added = contributions(DEFAULT_MODEL, hops(difference))

    moved = {name: value[0] for name, value in added.items() if name is not Factor.BASE}
    assert moved.pop(factor) == pytest.approx(by)
    assert all(value == 0 for value in moved.values())
    assert log_odds(**difference) == pytest.approx(0.2 + by)


def test_nothing_is_certain_and_nothing_impossible() -> None:
    worst: dict[str, Any] = {"strength": 0, "levels_up": 3, "busyness": 1, "requests": 9}

    assert probability(**worst) == LEAST_PROBABILITY == 0.02
    best = probabilities(OddsModel(base=50), hops())
    assert best.tolist() == [MOST_PROBABILITY] == [0.95]


def test_many_hops_are_judged_at_once_and_taken_by_place() -> None:
    several = hops({}, {"strength": 1.0}, {"inferred": True})

    assert len(several) == 3
    one_by_one = [probability(), probability(strength=1.0), probability(inferred=True)]
    assert probabilities(DEFAULT_MODEL, several).tolist() == one_by_one
    taken = several.take(np.array([2, 0]))
    assert taken.inferred.tolist() == [True, False]


def test_no_hop_has_no_odds() -> None:
    none = hops({}).take(np.empty(0, np.int64))

    assert probabilities(DEFAULT_MODEL, none).tolist() == []


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_coefficient_must_be_a_number(wrong: float) -> None:
    with pytest.raises(ValueError, match="busyness must be a finite number"):
        OddsModel(busyness=wrong)


def test_the_strongest_factors_come_first_whichever_way_they_move() -> None:
    difference: dict[str, Any] = {"levels_up": 2, "strength": 0.6, "busyness": 0.5, "requests": 3}
    added = contributions(DEFAULT_MODEL, hops(difference))

    assert [factor for factor, _ in strongest(added, 0, 3)] == [
        Factor.LEVELS_UP,  # -1.0
        Factor.LOAD,  # -0.7
        Factor.BUSYNESS,  # -0.24
    ]
    assert strongest(added, 0)[-1] == (Factor.STRENGTH, pytest.approx(0.2))
    assert strongest(contributions(DEFAULT_MODEL, hops()), 0) == ()


def test_contributions_probabilities_and_the_design_say_the_same() -> None:
    several = hops(
        *(
            {"strength": s, "busyness": b, "requests": q, "channel": c, "inferred": i}
            for s, b, q, c, i in itertools.product(
                (0.0, 0.7), (math.nan, 0.9), (0, 4), (0, 1, 2, 7), (False, True)
            )
        )
    )
    by_factor = sum(contributions(DEFAULT_MODEL, several).values())
    by_design = design(several) @ DEFAULT_MODEL.coefficients

    assert by_design == pytest.approx(by_factor)
    unclamped = (by_design > -3.8) & (by_design < 2.9)
    assert np.count_nonzero(unclamped) > 50
    assert probabilities(DEFAULT_MODEL, several)[unclamped] == pytest.approx(
        1 / (1 + np.exp(-by_design[unclamped]))
    )


def test_a_network_replaces_coefficients_by_name_and_leaves_the_rest() -> None:
    changed = DEFAULT_MODEL.with_changes({"in_person": 1.1, "load": -1})

    assert changed == OddsModel(in_person=1.1, load=-1.0)
    assert DEFAULT_MODEL.in_person == 0.8
    assert DEFAULT_MODEL.with_changes({}) == DEFAULT_MODEL


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("bussyness", -1.0, "unknown-word"),
        ("load", math.nan, "not-a-number"),
        ("load", math.inf, "not-a-number"),
        ("load", "much", "not-a-number"),
        ("load", True, "not-a-number"),
        ("load", -20.5, "outside-limits"),
    ],
)
def test_a_wrong_replacement_is_refused_by_name(name: str, value: Any, code: str) -> None:
    with pytest.raises(InvalidQuestionError) as refused:
        DEFAULT_MODEL.with_changes({name: value, "base": 0.1})

    (issue,) = refused.value.issues
    assert (issue.field, issue.code) == (f"odds.{name}", code)


def test_every_wrong_replacement_is_told_at_once_and_the_known_names_with_it() -> None:
    with pytest.raises(InvalidQuestionError) as refused:
        DEFAULT_MODEL.with_changes({"speed": 1.0, "load": math.nan})

    assert [issue.field for issue in refused.value.issues] == ["odds.speed", "odds.load"]
    assert refused.value.issues[0].facts["known"] == ", ".join(NAMES)


def test_a_recalibrated_model_moves_the_log_odds_on_a_line() -> None:
    several = hops({"strength": 0.9}, {"levels_up": 2}, {"channel": 1})
    before = design(several) @ DEFAULT_MODEL.coefficients

    after = design(several) @ DEFAULT_MODEL.recalibrated(-0.4, 0.7).coefficients

    assert after == pytest.approx(-0.4 + 0.7 * before)
