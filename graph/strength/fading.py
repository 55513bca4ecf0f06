"""How a stated strength fades after its tie ended.

Guide: ``docs/methods/strength.md``.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.strength.acquaintance import spread_of

RHYTHM_DAYS: Final = 84.0
"""Default rhythm of government, donors and academia; the slowest of the defaults."""
MOST_STATED: Final = 0.95

Floats = NDArray[np.floating[Any]]


def stated_after(stated: Floats, days_since_end: Floats, is_embedded: NDArray[np.bool_]) -> Floats:
    """Fade a stated strength after the tie ended.

    ``1 - exp(-E/3)`` with ``E = -3 ln(1 - min(stated, 0.95)) 2^(-d / (84 c))``, where c is 4 for
    an embedded pair and 3 for a bridge; unchanged while the tie holds (d <= 0).

    Parameters
    ----------
    stated
        Strength, 0 to 1.
    days_since_end
        Days since the last day of the tie; 0 or less while it holds.
    is_embedded
        Whether some third person is acquainted with both ends.

    Examples
    --------
    >>> embedded = np.array([True, False])
    >>> stated_after(np.array([0.6, 0.6]), np.array([365.0, 365.0]), embedded).round(3).tolist()
    [0.35, 0.285]

    """
    evidence = -np.log1p(-np.minimum(stated, MOST_STATED))
    half = RHYTHM_DAYS * spread_of(is_embedded)
    silence = np.maximum(days_since_end, 0.0)
    faded = -np.expm1(-evidence * np.exp2(-silence / half))
    return np.where(days_since_end > 0, faded, stated)
