"""Probabilities as people say them: "about 1 in 5"; good chance, possible, difficult."""

from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import Final


@dataclass(frozen=True, slots=True)
class Frequency:
    """So many times in so many: ``Frequency(1, 5)`` is "1 in 5"."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float:
        """The fraction as a number."""
        return self.numerator / self.denominator


class Chance(StrEnum):
    """A probability in one word; the only form on paper and before partners."""

    GOOD = "good"
    POSSIBLE = "possible"
    DIFFICULT = "difficult"


FREQUENCIES: Final = tuple(
    Frequency(*pair)
    for pair in (
        *((1, 1000), (1, 500), (1, 200), (1, 100), (1, 50), (1, 20), (1, 15)),
        *((1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5)),
        *((2, 3), (3, 4), (4, 5)),
        *((9, 10), (19, 20), (49, 50), (99, 100)),
    )
)
"""The frequencies in use, rising; nothing is called impossible or certain."""

LEAST_GOOD: Final = Frequency(1, 2)
"""From here on a good chance."""
LEAST_POSSIBLE: Final = Frequency(1, 5)
"""From here on possible; below it difficult."""


def frequency(probability: float) -> Frequency:
    """Round a probability to the nearest frequency in use, by log-odds.

    Distances in log-odds keep 1 in 50 and 1 in 20 as far apart as they are to whoever asks.

    Raises
    ------
    ValueError
        If ``probability`` is no number from 0 to 1.

    Examples
    --------
    >>> frequency(0.21), frequency(0.37)
    (Frequency(numerator=1, denominator=5), Frequency(numerator=2, denominator=5))

    """
    if not 0 <= probability <= 1:
        raise ValueError(f"A probability lies between 0 and 1; {probability} does not.")
    if probability <= FREQUENCIES[0].share:
        return FREQUENCIES[0]
    if probability >= FREQUENCIES[-1].share:
        return FREQUENCIES[-1]
    return min(FREQUENCIES, key=lambda known: abs(_logit(known.share) - _logit(probability)))


def chance(probability: float) -> Chance:
    """Judge a probability by the frequency that is said, so that word and figure never disagree.

    Good from 1 in 2, possible from 1 in 5, difficult below.
    """
    said = frequency(probability).share
    if said >= LEAST_GOOD.share:
        return Chance.GOOD
    return Chance.POSSIBLE if said >= LEAST_POSSIBLE.share else Chance.DIFFICULT


def _logit(share: float) -> float:
    return log(share / (1 - share))
