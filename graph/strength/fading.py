"""How closeness fades: after a stated tie ended, and since the last contact.

The full measure, with rhythms and sides, builds on these; its guide is
``docs/methods/strength.md``.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import InteractionKind

RHYTHM_DAYS: Final = 84.0
"""Default rhythm of government, donors and academia; the slowest of the defaults."""
BRIDGE: Final = 3.0
"""Rhythms of silence in which a tie without common acquaintances halves its evidence."""
MOST_STATED: Final = 0.95
LARGEST_MEETING: Final = 60

WORTH: Final = {
    InteractionKind.JOINT_PROJECT: 1.5,
    InteractionKind.MEETING: 1.0,
    InteractionKind.VISIT: 1.0,
    InteractionKind.CALL: 0.7,
    InteractionKind.EVENT: 0.3,
}
"""Worth of contacts that both sides took part in. One-sided kinds wait for the full measure."""

Floats = NDArray[np.floating[Any]]


def size_factor(persons: NDArray[np.int64]) -> Floats:
    """Weigh a contact by how many took part: 1 up to 5 persons, 4/(m - 1) up to 60, 0 above."""
    factor = np.minimum(1.0, 4.0 / np.maximum(persons - 1.0, 1.0))
    return np.where(persons > LARGEST_MEETING, 0.0, factor)


def stated_after(stated: Floats, days_since_end: Floats) -> Floats:
    """Fade a stated strength after the tie ended.

    ``1 - exp(-E/3)`` with ``E = -3 ln(1 - min(stated, 0.95)) 2^(-d / (84 c))``, c of a bridge,
    the more cautious; unchanged while the tie holds (d <= 0).

    Parameters
    ----------
    stated
        Strength, 0 to 1.
    days_since_end
        Days since the last day of the tie; 0 or less while it holds.

    Examples
    --------
    >>> float(stated_after(np.array([0.6]), np.array([365.0])).round(3)[0])
    0.285

    """
    evidence = -np.log1p(-np.minimum(stated, MOST_STATED))
    silence = np.maximum(days_since_end, 0.0)
    faded = -np.expm1(-evidence * np.exp2(-silence / (RHYTHM_DAYS * BRIDGE)))
    return np.where(days_since_end > 0, faded, stated)


def last_contact(worth: Floats, days_since: Floats) -> Floats:
    """Strength that the last contact of two persons alone vouches for.

    ``1 - exp(-w 2^(-a / (84 c)) / 3)``: the value of ``strength-2`` for a bridge with this one
    contact. More contacts never lower that measure, so this is a lower bound of it.

    Parameters
    ----------
    worth
        Kind times size of the contact.
    days_since
        Its age in days, 0 or more.

    Examples
    --------
    >>> last_contact(np.array([1.0, 1.0]), np.array([0.0, 365.0])).round(3).tolist()
    [0.283, 0.115]

    """
    return -np.expm1(-worth * np.exp2(-days_since / (RHYTHM_DAYS * BRIDGE)) / 3.0)
