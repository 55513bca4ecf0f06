"""Embedded or bridge: whether a pair has an acquaintance in common on a day.

Guide: ``docs/methods/strength.md``.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.kernels import order_of_pairs, share_an_element
from graph.network import CONTACT, NetworkView
from graph.strength.contacts import acquainting

RECENT_DAYS: Final = 730
"""A contact of both sides makes two acquainted for so long."""
EMBEDDED: Final = 4
BRIDGE: Final = 3
"""Rhythms of silence in which the depth of contact halves, with and without a third person."""

Indices = NDArray[np.int32]


class Acquaintances:
    """Which persons each actor is acquainted with on a day.

    Two are acquainted who have a valid tie along which an introduction can travel, or had a
    contact of both sides within 730 days.

    Parameters
    ----------
    view
        Network on a day.
    a, b, met
        Pairs and the epoch day of their last contact of both sides.
    of
        Shape (n,): only the acquaintances of these actors. ``None``: of all.

    """

    def __init__(
        self,
        view: NetworkView,
        a: Indices,
        b: Indices,
        met: Indices,
        of: NDArray[np.bool_] | None = None,
    ) -> None:
        network, ties = view.network, view.network.ties
        if of is None:
            holds = np.flatnonzero(view.ties & acquainting(view)[ties.type])
        else:
            around = network.ties_by_actor.at(np.flatnonzero(of).tolist())
            holds = around[view.ties[around] & acquainting(view)[ties.type[around]]]
        recent = np.flatnonzero(met >= view.day - RECENT_DAYS)
        ends = (ties.source[holds], ties.target[holds], a[recent], b[recent])
        one = np.concatenate([ends[0], ends[1], ends[2], ends[3]])
        other = np.concatenate([ends[1], ends[0], ends[3], ends[2]])
        is_wanted = network.actors.kind[other] == CONTACT
        if of is not None:
            is_wanted &= of[one]
        persons = np.flatnonzero(is_wanted)
        order = persons[order_of_pairs(one[persons], other[persons], len(network))]
        self._ptr = np.zeros(len(network) + 1, np.int64)
        np.cumsum(np.bincount(one[order], minlength=len(network)), out=self._ptr[1:])
        self._idx = other[order]

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self._ptr.nbytes + self._idx.nbytes

    def embed(self, a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell of each pair whether some third person is acquainted with both."""
        return share_an_element(self._ptr, self._idx, a, b)


def spread_of(is_embedded: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rhythms of silence in which depth halves: 4 for embedded pairs, 3 for bridges."""
    return np.where(is_embedded, EMBEDDED, BRIDGE)
