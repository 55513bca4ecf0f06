"""Which strength is used where several are known, and which of them spoke.

Guide: ``docs/methods/strength.md``.
"""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


class Speaks(IntEnum):
    """Where the strength used comes from."""

    OVERRIDE = 0
    COMPUTED = 1
    STATED = 2
    COLLEAGUE = 3
    PRIOR = 4


def strength_used(
    *, override: Floats, computed: Floats, stated: Floats, colleague: Floats, prior: Floats
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Choose among what is known of pairs; NaN is not known.

    A person's override before all; else the largest of stated, computed and colleague strength,
    of equal ones the first; else the prior of the type.

    Returns
    -------
    strength
        NaN only where nothing at all is known.
    speaks
        Codes of :class:`Speaks`.

    Examples
    --------
    >>> nan = np.full(3, np.nan)
    >>> strength, speaks = strength_used(
    ...     override=np.array([0.1, np.nan, np.nan]),
    ...     computed=np.array([0.5, 0.5, np.nan]),
    ...     stated=np.array([0.6, 0.2, np.nan]),
    ...     colleague=nan,
    ...     prior=np.array([0.3, 0.3, 0.3]),
    ... )
    >>> strength.tolist(), [Speaks(code).name for code in speaks]
    ([0.1, 0.5, 0.3], ['OVERRIDE', 'COMPUTED', 'PRIOR'])

    """
    known = np.fmax(np.fmax(stated, computed), colleague)
    conditions = [~np.isnan(override), known == stated, known == computed, known == colleague]
    speakers = [Speaks.OVERRIDE, Speaks.STATED, Speaks.COMPUTED, Speaks.COLLEAGUE]
    return (
        np.select([conditions[0], ~np.isnan(known)], [override, known], default=prior).astype(
            np.float64
        ),
        np.select(conditions, speakers, default=Speaks.PRIOR).astype(np.int8),
    )
