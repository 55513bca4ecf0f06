"""What asking taught about each tie: prior odds and outcomes joined, hop by hop.

Guide: ``docs/methods/odds.md``.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from graph.network import AGREED, UNDECIDED, Network

PSEUDO_REQUESTS: Final = 6.0
"""Requests that the general assumption about a tie is worth."""
HALF_LIFE_DAYS: Final = 730.0
"""After so many days an outcome counts half."""
SHOWN_SHARE: Final = 0.8
"""Share of belief within the interval that is shown."""

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Requests that were agreed to or declined, one row each; nothing else teaches.

    Parameters
    ----------
    source, target
        Indices of who asked whom.
    has_agreed
        The answer.
    decided
        Epoch day of the answer.
    known
        Epoch day from which the answer is in the records, never before ``decided``.

    """

    source: Indices
    target: Indices
    has_agreed: NDArray[np.bool_]
    decided: Indices
    known: Indices

    def __len__(self) -> int:
        return len(self.source)

    @classmethod
    def of(
        cls,
        source: Indices,
        target: Indices,
        has_agreed: NDArray[np.bool_],
        decided: Indices,
        recorded: Indices,
    ) -> Self:
        """Make outcomes of what was decided and when it was written down."""
        return cls(source, target, has_agreed, decided, np.maximum(decided, recorded))

    @classmethod
    def on_record(cls, network: Network) -> Self:
        """Read the outcomes of all requests of a network; nothing is left out by day."""
        asks = network.asks.take(np.flatnonzero(network.asks.outcome != UNDECIDED))
        has_agreed = asks.outcome == AGREED
        return cls.of(asks.source, asks.target, has_agreed, asks.decided, asks.recorded)

    @classmethod
    def empty(cls) -> Self:
        """Make outcomes of nobody having been asked."""
        nothing = np.empty(0, np.int32)
        return cls(nothing, nothing, np.empty(0, np.bool_), nothing, nothing)

    def take(self, rows: NDArray[Any]) -> Self:
        """Keep the rows that a mask or an array of places names."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    def known_on(self, day: int) -> Self:
        """Keep what had been answered and written down by a day."""
        return self.take(self.known <= day)


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Belief about hops, one element each: Beta distributions with the counts behind them.

    Parameters
    ----------
    prior
        Probability by the model alone.
    alpha, beta
        Of the Beta distribution.
    agreed, declined
        Outcomes on the tie in this direction, as counts: "agreed 3 of 4 times".

    """

    prior: Floats
    alpha: Floats
    beta: Floats
    agreed: Indices
    declined: Indices

    @property
    def mean(self) -> Floats:
        """Probability that the next request succeeds; what searches use."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def variance(self) -> Floats:
        """Of the belief about that probability."""
        whole = self.alpha + self.beta
        return self.alpha * self.beta / (whole**2 * (whole + 1.0))

    def interval(self, share: float = SHOWN_SHARE) -> tuple[Floats, Floats]:
        """Give the bounds that hold the middle ``share`` of the belief."""
        tail = (1.0 - share) / 2.0
        low, high = (betaincinv(self.alpha, self.beta, end) for end in (tail, 1.0 - tail))
        return low, high

    def take(self, rows: NDArray[Any]) -> "Learned":
        """Keep some hops."""
        return Learned(*(getattr(self, column.name)[rows] for column in fields(self)))


def learned(
    prior: Floats, source: Indices, target: Indices, outcomes: Outcomes, day: int
) -> Learned:
    """Join what the model says of hops with what was answered on the same ties.

    Parameters
    ----------
    prior
        Shape (m,): probability of each hop by the model.
    source, target
        Ends of each hop, sorted by both, no pair twice.
    outcomes
        In any order; those on no hop are passed over, as are those not known by the day.
    day
        As-of date, an epoch day; an outcome weighs 2^(-age / 730).

    Returns
    -------
    Learned
        With six pseudo-requests for the prior. Without outcomes the mean is the prior.

    Notes
    -----
    Time O(m + r log m) for r outcomes. Only ties that were asked have outcomes: nothing is
    learned here about people whom nobody asked.

    Examples
    --------
    A tie of 1 in 2 on which the latest three requests, of today, were agreed to:

    >>> import numpy as np
    >>> one, three = np.zeros(1, np.int32), np.zeros(3, np.int32)
    >>> said_yes = Outcomes.of(three, three + 1, three == 0, three, three)
    >>> round(float(learned(np.array([0.5]), one, one + 1, said_yes, day=0).mean[0]), 3)
    0.667

    """
    count = len(prior)
    outcomes = outcomes.known_on(day)
    place = places_of(source, target, outcomes)
    on_a_hop = place >= 0
    place, has_agreed = place[on_a_hop], outcomes.has_agreed[on_a_hop]
    weight = np.exp2(-(day - outcomes.decided[on_a_hop].astype(np.float64)) / HALF_LIFE_DAYS)
    return Learned(
        prior,
        PSEUDO_REQUESTS * prior + np.bincount(place, weight * has_agreed, count),
        PSEUDO_REQUESTS * (1.0 - prior) + np.bincount(place, weight * ~has_agreed, count),
        np.bincount(place[has_agreed], minlength=count).astype(np.int32),
        np.bincount(place[~has_agreed], minlength=count).astype(np.int32),
    )


def relearned(belief: Learned, prior: Floats) -> Learned:
    """Give the belief with another prior and the same outcomes."""
    return replace(
        belief,
        prior=prior,
        alpha=belief.alpha + PSEUDO_REQUESTS * (prior - belief.prior),
        beta=belief.beta + PSEUDO_REQUESTS * (belief.prior - prior),
    )


def places_of(source: Indices, target: Indices, outcomes: Outcomes) -> NDArray[np.int64]:
    """Find the hop of each outcome among hops sorted by both ends; -1 where there is none."""
    if not len(source) or not len(outcomes):
        return np.full(len(outcomes), -1, np.int64)
    there = (source.astype(np.int64) << 32) | target
    wanted = (outcomes.source.astype(np.int64) << 32) | outcomes.target
    place = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
    return np.where(there[place] == wanted, place, -1)
