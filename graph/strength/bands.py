"""Strength in one word: strong, medium, weak, stale.

Guide: ``docs/methods/strength.md``.
"""

from enum import StrEnum

from graph.strength.strength import MEDIUM, STALE, STRONG


class Band(StrEnum):
    """How close two are, in one word; thresholds belong to the band above."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    STALE = "stale"


def band_of(strength: float) -> Band:
    """Give the word for a strength.

    Examples
    --------
    >>> [band_of(strength).value for strength in (0.6, 0.3, 0.1, 0.09)]
    ['strong', 'medium', 'weak', 'stale']

    """
    if strength >= STRONG:
        return Band.STRONG
    if strength >= MEDIUM:
        return Band.MEDIUM
    return Band.WEAK if strength >= STALE else Band.STALE
