"""Several routes looked at together: what their shared hops mean for the chance that one works.

Guide: ``docs/access-paths.md``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, digamma, gammaincinv, polygamma

Floats = NDArray[np.floating[Any]]
Path = tuple[int, ...]

MOST_TOGETHER: Final = 10
"""Most routes of which the chance that at least one works is computed: 1,023 terms."""
SHOWN_SHARE: Final = 0.8
LEAST_DRAWN: Final = 1e-300  # a hop drawn as impossible; its logarithm is still a number


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Routes to choose from, over the distinct hops that they use.

    Parameters
    ----------
    paths
        Indices of the actors of each, in the order of routes, best first.
    steps
        Its hops, first to last, as columns of the distinct ones.
    hops
        Shape (h,), int64: place of each distinct hop in the access network.
    chance
        Shape (h,): its probability.
    uses
        Shape (r, h), bool: which route uses which hop.

    """

    paths: tuple[Path, ...]
    steps: tuple[list[int], ...]
    hops: NDArray[np.int64]
    chance: Floats
    uses: NDArray[np.bool_]

    @classmethod
    def of(
        cls, paths: Sequence[Sequence[int]], place: Callable[[int, int], int], chance: Floats
    ) -> Self:
        """Lay out which hops the routes share.

        Parameters
        ----------
        paths
            Best first.
        place
            Finds a hop by its ends.
        chance
            Probability of each hop, by place.

        """
        column: dict[tuple[int, int], int] = {}
        steps = tuple(
            [column.setdefault(pair, len(column)) for pair in pairwise(path)] for path in paths
        )
        uses = np.zeros((len(paths), len(column)), np.bool_)
        for row, columns in enumerate(steps):
            uses[row, columns] = True
        hops = np.array([place(*pair) for pair in column], np.int64)
        return cls(tuple(map(tuple, paths)), steps, hops, chance[hops], uses)

    def __len__(self) -> int:
        return len(self.paths)

    def take(self, rows: Sequence[int]) -> Self:
        """Put the routes into another order, or keep some."""
        paths = tuple(self.paths[row] for row in rows)
        steps = tuple(self.steps[row] for row in rows)
        return type(self)(paths, steps, self.hops, self.chance, self.uses[list(rows)])

    def at_least_one(self, members: Sequence[int]) -> float:
        """Give the probability that all hops of at least one of the routes are agreed to.

        Inclusion and exclusion; a hop that several routes share is asked once and answers once.
        It is not the chance that any chain through the hops works: crossings that nobody asks
        for do not count.

        Parameters
        ----------
        members
            Rows of the routes meant, at most ten; none gives 0.

        Raises
        ------
        ValueError
            If there are more.

        Examples
        --------
        Two routes of 1 in 2 that share their first hop of 1 in 2:

        >>> import numpy as np
        >>> hops = {(0, 1): 0, (1, 2): 1, (1, 3): 2, (2, 4): 3, (3, 4): 4}
        >>> chance = np.array([0.5, 1.0, 1.0, 1.0, 1.0])
        >>> pool = Pool.of([(0, 1, 2, 4), (0, 1, 3, 4)], lambda u, v: hops[u, v], chance)
        >>> pool.at_least_one([0, 1])
        0.5

        """
        if len(members) > MOST_TOGETHER:
            raise ValueError(
                f"{len(members)} routes are looked at together; at most {MOST_TOGETHER} can be."
            )
        unions = np.zeros((1, len(self.hops)), np.bool_)
        signs = np.array([-1.0])
        for member in members:
            unions = np.concatenate([unions, unions | self.uses[member]])
            signs = np.concatenate([signs, -signs])
        joint = np.where(unions, self.chance, 1.0).prod(axis=1)
        return min(max(float(signs[1:] @ joint[1:]), 0.0), 1.0)

    def stability(self, alpha: Floats, beta: Floats, *, draws: int = 1_000, seed: int) -> float:
        """Give the share of draws in which the first route stays the best of the pool.

        Parameters
        ----------
        alpha, beta
            Shape (h,): belief about each distinct hop. A zero makes the hop certain or impossible.
        draws
            How often all hops are drawn, each from its own Beta distribution.
        seed
            The same seed gives the same share.

        Raises
        ------
        ValueError
            If the pool is empty or nothing is drawn.

        """
        if not len(self) or draws < 1:
            raise ValueError("Stability needs at least one route and one draw.")
        is_open = (alpha > 0) & (beta > 0)
        drawn = np.empty((draws, len(self.hops)))
        drawn[:] = alpha > 0
        drawn[:, is_open] = np.random.default_rng(seed).beta(
            alpha[is_open], beta[is_open], (draws, int(is_open.sum()))
        )
        logs = np.log(np.maximum(drawn, LEAST_DRAWN)) @ self.uses.T.astype(np.float64)
        return float(np.mean(np.argmax(logs, axis=1) == 0))


@dataclass(frozen=True, slots=True)
class Chain:
    """What is believed of a route as a whole.

    Parameters
    ----------
    mean, sd
        Of its probability, the hops' beliefs taken as independent.
    low, high
        Bounds of the middle 80 %.
    asks
        Expected number of people asked, one after the other until somebody declines.

    """

    mean: float
    sd: float
    low: float
    high: float
    asks: float

    @classmethod
    def of(cls, alpha: Floats, beta: Floats) -> Self:
        """Join the beliefs about the hops of a route, first to last.

        Raises
        ------
        ValueError
            If there is no hop, or a belief is none: a negative number, or two zeros.

        Notes
        -----
        The mean is Π mean; the variance Π (variance + mean²) - Π mean². The bounds of one
        hop are exact; of more, -ln of the product is taken as a Gamma distribution with its mean
        and variance, which sums of such logarithms nearly are.

        """
        whole = alpha + beta
        if not len(whole) or not np.all((alpha >= 0) & (beta >= 0) & (whole > 0)):
            raise ValueError("A route's belief needs alpha and beta of each hop, not both 0.")
        means = alpha / whole
        variances = means * (1.0 - means) / (whole + 1.0)
        mean = float(np.prod(means))
        variance = max(float(np.prod(variances + means**2) - np.prod(means**2)), 0.0)
        asks = 1.0 + float(np.cumprod(means[:-1]).sum())
        low, high = _middle(alpha, beta)
        return cls(mean, float(np.sqrt(variance)), low, high, asks)


def _middle(alpha: Floats, beta: Floats) -> tuple[float, float]:
    """Bounds of the middle 80 % of a product of Beta distributions."""
    if not alpha.all():
        return 0.0, 0.0
    is_open = beta > 0
    alpha, beta = alpha[is_open], beta[is_open]
    tails = np.array([(1.0 - SHOWN_SHARE) / 2.0, (1.0 + SHOWN_SHARE) / 2.0])
    if len(alpha) == 0:
        return 1.0, 1.0
    if len(alpha) == 1:
        low, high = betaincinv(alpha[0], beta[0], tails)
    else:
        mean = np.sum(digamma(alpha + beta) - digamma(alpha))
        variance = np.sum(polygamma(1, alpha) - polygamma(1, alpha + beta))
        high, low = np.exp(-gammaincinv(mean**2 / variance, tails) * variance / mean)
    return float(low), float(high)
