"""Probabilities in words."""

import math

import pytest

from graph.access.chances import FREQUENCIES, Chance, Frequency, chance, frequency


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.21, (1, 5)),  # the worked example of the model
        (0.37, (2, 5)),  # and the same asked in person
        (0.05, (1, 20)),
        (0.55, (1, 2)),
        (0.02, (1, 50)),
        (0.95, (19, 20)),
        (0.729, (3, 4)),
        (0.0, (1, 1000)),
        (1e-9, (1, 1000)),
        (1.0, (99, 100)),
    ],
)
def test_a_probability_is_said_as_the_nearest_frequency(
    probability: float, said: tuple[int, int]
) -> None:
    assert frequency(probability) == Frequency(*said)


def test_frequencies_rise_and_say_themselves() -> None:
    shares = [known.share for known in FREQUENCIES]

    assert shares == sorted(set(shares))
    assert [frequency(share) for share in shares] == list(FREQUENCIES)


def test_a_larger_probability_is_never_said_as_less() -> None:
    said = [frequency(step / 2_000).share for step in range(2_001)]

    assert said == sorted(said)
    assert len(set(said)) == len(FREQUENCIES)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.55, Chance.GOOD),
        (0.5, Chance.GOOD),
        (0.4, Chance.POSSIBLE),
        (0.2, Chance.POSSIBLE),
        (0.1, Chance.DIFFICULT),
        (0.0, Chance.DIFFICULT),
        (1.0, Chance.GOOD),
    ],
)
def test_a_chance_has_one_of_three_words(probability: float, word: Chance) -> None:
    assert chance(probability) is word


def test_the_word_never_contradicts_the_figure_beside_it() -> None:
    words: dict[Frequency, set[Chance]] = {}
    for step in range(1_001):
        words.setdefault(frequency(step / 1_000), set()).add(chance(step / 1_000))

    assert all(len(found) == 1 for found in words.values())


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        frequency(wrong)
