"""Which of the routes to show: the best, some that depend on nobody in common, or a safe mix.

Guide: ``docs/access-paths.md``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph.access.diverse import POOL, diverse_set
from graph.access.independent import (
    MOST_INDEPENDENT,
    IndependentSet,
    Path,
    independent_set,
    indispensable,
)
from graph.access.network import AccessNetwork
from graph.access.pool import MOST_TOGETHER, Chain, Pool
from graph.access.routes import (
    DEFAULT_ROUTES,
    DEFAULT_STEPS,
    MOST_ROUTES,
    Routes,
    check_ends,
    find_routes,
    left_out,
    routes_of,
)
from graph.kernels import best_routes, hop_lengths

STABILITY_SEED: Final = 1


class Choice(StrEnum):
    """What makes a set of routes a good one."""

    BEST = "best"
    """The most likely ones, whoever they share."""
    INDEPENDENT = "independent"
    """As many as there are that share nobody but the ends."""
    DIVERSE = "diverse"
    """Those of which most likely at least one works."""


MOST: Final = {
    Choice.BEST: MOST_ROUTES,
    Choice.INDEPENDENT: MOST_INDEPENDENT,
    Choice.DIVERSE: MOST_TOGETHER,
}
"""Most routes that can be asked for."""

DEFAULT: Final = {Choice.BEST: DEFAULT_ROUTES, Choice.INDEPENDENT: 3, Choice.DIVERSE: 3}
"""Routes given where no number is asked for."""


@dataclass(frozen=True, slots=True)
class ChosenRoutes(Routes):
    """Routes chosen together, best first, and what they are worth as a set.

    Parameters
    ----------
    choice
        How they were chosen.
    chains
        Beliefs about each route, in the order of ``routes``.
    best_alone
        Probability of the best route of all, chosen or not; 0 without routes.
    at_least_one
        Probability that at least one of ``routes`` works, shared hops counted once; 0 without
        routes, ``None`` for more than ten.
    indispensable
        Indices of the people on the best route whom no route within the limit can do without.
    number
        Independent routes that there are at most; ``None`` where that was not asked, or where
        only those given are known of.
    is_exact
        False where the search for independent routes stopped at its budget.
    stability
        Share of draws from the beliefs in which the best route stays best among the fifty best
        and the independent ones; ``None`` if nothing was drawn.

    """

    choice: Choice = Choice.BEST
    chains: tuple[Chain, ...] = ()
    best_alone: float = 0.0
    at_least_one: float | None = 0.0
    indispensable: tuple[int, ...] = ()
    number: int | None = None
    is_exact: bool = True
    stability: float | None = None

    @property
    def is_below_best(self) -> bool:
        """Whether one route alone, the best of all, is likelier to work than this whole set."""
        return self.at_least_one is not None and self.at_least_one < self.best_alone - 1e-12


def choose_routes(
    access: AccessNetwork,
    starts: Sequence[int],
    targets: Sequence[int],
    *,
    choice: Choice = Choice.BEST,
    k: int | None = None,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
    through: Sequence[int] = (),
    full: Collection[int] = (),
    draws: int = 0,
    seed: int = STABILITY_SEED,
) -> ChosenRoutes:
    """Choose routes from any start to any target, and say what they are worth together.

    Parameters
    ----------
    access
        Access network of a day.
    starts, targets, max_steps, avoid, through, full
        As :func:`graph.access.routes.find_routes`.
    choice
        The best, independent ones or diverse ones.
    k
        Most routes wanted: 1 to 20, 3 or 10 by choice; ``None``: 5, 3 or 3.
    draws
        How often all beliefs are drawn for the stability, 1,000 for two digits; 0 draws none.
    seed
        Of the draws.

    Returns
    -------
    ChosenRoutes
        Without a route: the reason and the nearest approach, as ``find_routes`` gives them.

    Raises
    ------
    ValueError
        If a limit is passed, or an actor is both start and target.

    Examples
    --------
    >>> from graph.synthetic import acquaintances
    >>> network = acquaintances(
    ...     [("ratna", "hadi", 0.8), ("hadi", "bupati", 0.8), ("ratna", "sri", 0.5),
    ...      ("sri", "bupati", 0.5), ("hadi", "wati", 0.9), ("wati", "bupati", 0.9)]
    ... )
    >>> access = AccessNetwork.of(network.on(day=20_000))
    >>> ratna, bupati = network.index_of["ratna"], network.index_of["bupati"]
    >>> for choice in Choice:
    ...     chosen = choose_routes(access, [ratna], [bupati], choice=choice, k=2)
    ...     ways = [network.actors.id[list(route.actors[1:-1])] for route in chosen.routes]
    ...     print(choice, [" ".join(way) for way in ways], round(chosen.at_least_one, 2))
    best ['hadi', 'hadi wati'] 0.59
    independent ['hadi', 'sri'] 0.63
    diverse ['hadi', 'sri'] 0.63

    """
    wanted = DEFAULT[choice] if k is None else k
    if not 1 <= wanted <= MOST[choice]:
        raise ValueError(f"k is {wanted}; ask for 1 to {MOST[choice]} {choice} routes.")
    check_ends(access, starts, targets)
    apart_from = left_out(avoid, full, (*starts, *targets))
    asked = _Asked(access, starts, targets, max_steps, apart_from, through)
    # Independent ones are in the pool for what it is asked, and looked for only then.
    is_wide = choice is not Choice.BEST or draws > 0
    best = asked.best(POOL if is_wide else wanted)
    if not best:
        none = find_routes(
            access,
            starts,
            targets,
            k=1,
            max_steps=max_steps,
            avoid=avoid,
            through=through,
            full=full,
        )
        return ChosenRoutes(
            (),
            none.reason,
            none.steps_needed,
            none.nearest,
            choice=choice,
            number=0 if choice is Choice.INDEPENDENT else None,
        )
    apart = asked.independent(wanted if choice is Choice.INDEPENDENT else None) if is_wide else None
    pool = asked.pool(best, apart.paths if apart else ())
    if choice is Choice.BEST:
        members: Sequence[int] = range(min(wanted, len(pool)))
    elif choice is Choice.DIVERSE:
        members = diverse_set(pool, wanted)
    else:
        members = [pool.paths.index(path) for path in apart.paths] if apart else []
    belief = access.belief(pool.hops)
    routes = routes_of(access, [pool.paths[member] for member in members])
    return ChosenRoutes(
        routes,
        choice=choice,
        chains=tuple(
            Chain.of(belief.alpha[columns], belief.beta[columns])
            for columns in (pool.steps[member] for member in members)
        ),
        best_alone=float(np.prod(pool.chance[pool.steps[0]])),
        at_least_one=pool.at_least_one(members) if len(members) <= MOST_TOGETHER else None,
        indispensable=asked.indispensable(),
        number=apart.number if apart and choice is Choice.INDEPENDENT else None,
        is_exact=apart is None or apart.is_exact,
        stability=(
            pool.stability(belief.alpha, belief.beta, draws=draws, seed=seed) if draws else None
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One question, put to several searches."""

    access: AccessNetwork
    starts: Sequence[int]
    targets: Sequence[int]
    max_steps: int
    avoid: Sequence[int]
    through: Sequence[int]

    def independent(self, k: int | None) -> IndependentSet:
        return independent_set(
            self.access.arcs,
            self.starts,
            self.targets,
            k=k or MOST_INDEPENDENT,
            max_steps=self.max_steps,
            avoid=self.avoid,
            through=self.through,
        )

    def indispensable(self) -> tuple[int, ...]:
        return indispensable(
            self.access.arcs,
            self.starts,
            self.targets,
            max_steps=self.max_steps,
            avoid=self.avoid,
            through=self.through,
        )

    def best(self, k: int) -> list[list[int]]:
        routes, _ = best_routes(
            self.access.arcs,
            self.starts,
            self.targets,
            self.through,
            self.avoid,
            k=k,
            max_steps=self.max_steps,
        )
        return routes

    def pool(self, best: Sequence[Sequence[int]], besides: Sequence[Path]) -> Pool:
        """Join the best routes with others, in the order of routes."""
        paths = list(map(tuple, best))
        more = [path for path in besides if path not in paths]
        pool = Pool.of([*paths, *more], self.access.hop, self.access.probability)
        if not more:
            return pool
        lengths, rank = pool.uses @ hop_lengths(pool.chance), self.access.network.rank
        order = sorted(
            range(len(pool)), key=lambda row: (lengths[row], rank[list(pool.paths[row])].tolist())
        )
        return pool.take(order)
