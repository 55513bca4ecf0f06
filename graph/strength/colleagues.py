"""Colleagues inferred from dated positions at one body: of everybody, and of a pair.

Rules in ``docs/access-paths.md``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kernels import colleague_pairs
from graph.network import NetworkView, PositionColumns

Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Colleagues:
    """Pairs of persons who served together, a row for each pair and body.

    Parameters
    ----------
    a, b
        Indices of the two.
    strength
        Colleague strength, 0 to 1.
    body, last_day
        The partner at which they served, and their last day together.

    """

    a: Indices
    b: Indices
    strength: NDArray[np.float64]
    body: NDArray[Any]
    last_day: Indices

    @classmethod
    def of(cls, positions: PositionColumns, day: int) -> "Colleagues":
        """Infer them from positions, of which all of a body are given or none."""
        at = positions.take(np.argsort(positions.partner, kind="stable"))
        bodies, starts = np.unique(at.partner, return_index=True)
        a, b, strength, body, last_day = colleague_pairs(
            np.append(starts, len(at)), at.contact, at.since, at.until, day
        )
        return cls(a, b, strength, bodies[body], last_day)


def colleague_strength(view: NetworkView, one: int, other: int) -> float | None:
    """Give the colleague strength of two persons; ``None``: they never served together."""
    network = view.network
    positions = network.positions.take(np.flatnonzero(network.positions_in_use))
    mine, theirs = (positions.partner[positions.contact == person] for person in (one, other))
    shared = np.intersect1d(mine, theirs)
    if not len(shared):
        return None
    found = Colleagues.of(
        positions.take(np.flatnonzero(np.isin(positions.partner, shared))), view.day
    )
    rows = ((found.a == one) & (found.b == other)) | ((found.a == other) & (found.b == one))
    return float(found.strength[rows].max()) if rows.any() else None
