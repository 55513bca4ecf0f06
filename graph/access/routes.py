"""Routes to a leader: the k best within a limit of steps, exact; and who is within reach.

The search itself is compiled (``graph.kernels``). Guide: ``docs/access-paths.md``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from graph.access.hops import Basis
from graph.access.network import AccessNetwork
from graph.access.odds import Factor, contributions
from graph.kernels import UNREACHED, best_routes, reach_within
from graph.network import NEVER_ON_A_ROUTE, ActorFlag

MOST_ROUTES: Final = 20
MOST_STEPS: Final = 6
MOST_REQUIRED: Final = 3
DEFAULT_ROUTES: Final = 5
DEFAULT_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: who asks whom.

    Parameters
    ----------
    source, target
        Indices of actors.
    probability
        That ``target`` says yes to a request that arrives through ``source``.
    basis
        How we know of the hop; colleagues are inferred.
    strength
        Closeness used.
    factors
        Log-odds that each factor adds against a reference hop, strongest first, zeros left out.
    body, last_day
        Where colleagues served together, as an index, and until when, as an epoch day; ``None``
        for other hops. Present too as a second reason of a hop by a tie.
    key_contact
        Whom a step into an organisation meets; ``None`` for persons and where nobody is known.

    """

    source: int
    target: int
    probability: float
    basis: Basis
    strength: float
    factors: tuple[tuple[Factor, float], ...]
    body: int | None
    last_day: int | None
    key_contact: int | None


@dataclass(frozen=True, slots=True)
class Route:
    """A chain of steps from a start to the leader; no actor twice."""

    hops: tuple[Hop, ...]

    @property
    def probability(self) -> float:
        """Product of the steps' probabilities, taken as independent."""
        return float(np.prod([hop.probability for hop in self.hops]))

    @property
    def weakest(self) -> int:
        """Place of the least likely step; the first of equal ones."""
        return min(range(len(self.hops)), key=lambda place: self.hops[place].probability)

    @property
    def actors(self) -> tuple[int, ...]:
        """Indices from start to leader."""
        return (self.hops[0].source, *(hop.target for hop in self.hops))


class NoRoute(StrEnum):
    """Why there is no route."""

    NOBODY_AT_START = "nobody_at_start"
    """Nothing leads on from the start: it has no relationship that could carry a request."""
    NOBODY_AT_LEADER = "nobody_at_leader"
    """Nothing leads to the leader."""
    BEYOND_LIMIT = "beyond_limit"
    """There is a chain, but only with more steps than allowed."""
    ONLY_DO_NOT_ASK = "only_do_not_ask"
    """Every chain goes through somebody who is not to be asked."""
    ONLY_AVOIDED = "only_avoided"
    """Every chain goes through somebody whom the question leaves out."""
    ONLY_AT_CAP = "only_at_cap"
    """Every chain goes through somebody for whose answer as many requests wait as may."""
    NOT_THROUGH = "not_through"
    """There are routes, but none through those required."""
    NOT_CONNECTED = "not_connected"
    """The two stand in parts of the network that nothing connects."""


@dataclass(frozen=True, slots=True)
class Approach:
    """The nearest one comes where there is no route.

    Parameters
    ----------
    actor
        Index of somebody who could bring the request to the leader.
    probability
        Of the best route from that actor to the leader.
    steps
        Its number of steps.

    """

    actor: int
    probability: float
    steps: int


@dataclass(frozen=True, slots=True)
class Routes:
    """Answer to one question.

    Parameters
    ----------
    routes
        Best first; equal products by fewer steps, then by the sequence of identifiers.
    reason
        Why there is none; ``None`` if there are routes.
    steps_needed
        With ``BEYOND_LIMIT``: steps of the shortest chain.
    nearest
        Best approach where there is no route, if anybody has one.

    """

    routes: tuple[Route, ...]
    reason: NoRoute | None = None
    steps_needed: int | None = None
    nearest: Approach | None = None


def find_routes(
    access: AccessNetwork,
    starts: Sequence[int],
    targets: Sequence[int],
    *,
    k: int = DEFAULT_ROUTES,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
    through: Sequence[int] = (),
    full: Collection[int] = (),
) -> Routes:
    """Find the k most likely simple routes of at most ``max_steps`` steps.

    Parameters
    ----------
    access
        Access network of a day.
    starts, targets
        Indices; a route leads from any start to any target. Nobody is both.
    k
        1 to 20.
    max_steps
        1 to 6; a step into an organisation counts too.
    avoid
        Indices of actors on no route.
    through
        Indices of at most three actors on every route.
    full
        Indices of actors who are left out for now, as enough requests wait for their answer
        (``graph.access.load.at_cap``); ends are not left out.

    Returns
    -------
    Routes
        Exact under the limit. Without a route: the reason and the nearest approach.

    Raises
    ------
    ValueError
        If a limit is passed, or an actor is both start and target. The ends must be usable: see
        :func:`refused`.

    Notes
    -----
    Best-first search over partial routes under exact bounds (``docs/access-paths.md``); the
    strength of a tie is never a length. Milliseconds at a million ties.

    """
    if k > MOST_ROUTES:
        raise ValueError(f"k is {k}; ask for at most {MOST_ROUTES} routes.")
    check_ends(access, starts, targets)
    asked = _Asked(access, starts, targets, avoid, through, full, max_steps)
    found = asked.best(k)
    return Routes(routes_of(access, found)) if found else _explain(asked)


def check_ends(access: AccessNetwork, starts: Collection[int], targets: Collection[int]) -> None:
    """Refuse a question of which somebody is both ends.

    Raises
    ------
    ValueError

    """
    both = sorted(set(starts) & set(targets))
    if both:
        ids = ", ".join(access.network.actors.id[both])
        raise ValueError(f"Both start and target: {ids}; leave each out of one of the two.")


def left_out(
    avoid: Collection[int], full: Collection[int], ends: Collection[int]
) -> tuple[int, ...]:
    """Join those left out by the question and those left out for now, ends apart."""
    return (*avoid, *(actor for actor in full if actor not in avoid and actor not in ends))


def refused(access: AccessNetwork, actor: int, avoid: Sequence[int] = ()) -> str | None:
    """Tell why an actor can be no end of a route: the name of a flag, ``avoided``, or ``None``."""
    if actor in avoid:
        return "avoided"
    flags = ActorFlag(int(access.network.actors.flags[actor])) & NEVER_ON_A_ROUTE
    return next((str(flag.name).lower() for flag in ActorFlag if flag in flags), None)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Everybody within reach, best first.

    ``actors``: indices; ``probability`` and ``steps`` of the best route of each; ``beside``: the
    actor next to it on that route, toward the start of the search.
    """

    actors: NDArray[np.int32]
    probability: NDArray[np.floating[Any]]
    steps: NDArray[np.int8]
    beside: NDArray[np.int32]


def reach(
    access: AccessNetwork,
    ends: Sequence[int],
    *,
    backward: bool,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
) -> Reach:
    """Find everyone who can reach a leader, or whom one can reach, from one search.

    Parameters
    ----------
    access
        Access network of a day.
    ends
        Indices: the leaders if ``backward``, else the starts.
    backward
        Whether the question is "who can reach them?".
    max_steps
        1 to 6.
    avoid
        Indices of actors on no route.

    Returns
    -------
    Reach
        By probability, equal ones by steps and identifier; without the ends themselves.

    """
    best, steps, toward = reach_within(
        access.arcs, ends, avoid, max_steps=max_steps, backward=backward
    )
    within = np.flatnonzero((best != UNREACHED) & (steps > 0))
    order = within[np.lexsort((access.network.rank[within], best[within]))]
    return Reach(
        order.astype(np.int32),
        np.exp(-(best[order] // 8) / 1e12),
        steps[order],
        toward[max_steps, order],
    )


def routes_of(access: AccessNetwork, paths: Sequence[Sequence[int]]) -> tuple[Route, ...]:
    """Dress sequences of actors with what is known of each step, shared steps once."""
    pairs = list(dict.fromkeys(pair for actors in paths for pair in pairwise(actors)))
    places = np.array([access.hop(*pair) for pair in pairs], np.int64)
    hops, added = (
        access.hops.take(places),
        contributions(access.model, access.features.take(places)),
    )
    moving = [(factor, by.tolist()) for factor, by in added.items() if by.any()]
    probability, key_contact = access.probability[places].tolist(), access.key_contact
    dressed = {
        pair: Hop(
            source=pair[0],
            target=pair[1],
            probability=probability[row],
            basis=Basis(int(hops.basis[row])),
            strength=float(hops.strength[row]),
            factors=_factors([(factor, by[row]) for factor, by in moving]),
            body=_known(hops.body[row]),
            last_day=int(hops.last_day[row]) if hops.body[row] >= 0 else None,
            key_contact=_known(key_contact[pair[1]]),
        )
        for row, pair in enumerate(pairs)
    }
    return tuple(Route(tuple(dressed[pair] for pair in pairwise(actors))) for actors in paths)


def _known(index: np.integer[Any]) -> int | None:
    return int(index) if index >= 0 else None


def _factors(added: Sequence[tuple[Factor, float]]) -> tuple[tuple[Factor, float], ...]:
    moving = [(factor, by) for factor, by in added if by and factor is not Factor.BASE]
    return tuple(sorted(moving, key=lambda item: -abs(item[1])))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One question, as :func:`find_routes` takes it."""

    access: AccessNetwork
    starts: Sequence[int]
    targets: Sequence[int]
    avoid: Sequence[int]
    through: Sequence[int]
    full: Collection[int]
    max_steps: int

    @property
    def left_out(self) -> tuple[int, ...]:
        return left_out(self.avoid, self.full, (*self.starts, *self.targets))

    def best(self, k: int, *, is_free: bool = False) -> list[list[int]]:
        """Search; ``is_free``: whoever stands on the routes."""
        through = () if is_free else self.through
        routes, _ = best_routes(
            self.access.arcs,
            self.starts,
            self.targets,
            through,
            self.left_out,
            k=k,
            max_steps=self.max_steps,
        )
        return routes

    def shortest(self, blocked: NDArray[np.bool_], without: Collection[int] = ()) -> int | None:
        """Count the steps of the shortest chain of any length, or ``None``."""
        closed = blocked.copy()
        closed[list(without)] = True
        return _shortest(self.access, self.starts, self.targets, closed)


def _explain(asked: _Asked) -> Routes:
    """Say why there is no route, and how near one comes."""
    access = asked.access
    if asked.through and asked.best(1, is_free=True):
        return Routes((), NoRoute.NOT_THROUGH)
    nearest = _nearest(access, asked.targets, asked.left_out, asked.max_steps)
    never = access.network.never_on_a_route
    steps = asked.shortest(never, asked.left_out)
    if steps is not None:
        return Routes((), NoRoute.BEYOND_LIMIT, steps, nearest)
    if asked.full and asked.shortest(never, asked.avoid) is not None:
        return Routes((), NoRoute.ONLY_AT_CAP, None, nearest)
    if asked.avoid and asked.shortest(never) is not None:
        return Routes((), NoRoute.ONLY_AVOIDED, None, nearest)
    if asked.shortest(np.zeros_like(never)) is not None:
        return Routes((), NoRoute.ONLY_DO_NOT_ASK, None, nearest)
    if not np.isin(access.hops.source, asked.starts).any():
        return Routes((), NoRoute.NOBODY_AT_START, None, nearest)
    if not np.isin(access.hops.target, asked.targets).any():
        return Routes((), NoRoute.NOBODY_AT_LEADER)
    return Routes((), NoRoute.NOT_CONNECTED, None, nearest)


def _nearest(
    access: AccessNetwork, targets: Sequence[int], avoid: Sequence[int], max_steps: int
) -> Approach | None:
    near = reach(access, targets, backward=True, max_steps=max_steps, avoid=avoid)
    if not len(near.actors):
        return None
    return Approach(int(near.actors[0]), float(near.probability[0]), int(near.steps[0]))


def _shortest(
    access: AccessNetwork,
    starts: Sequence[int],
    targets: Sequence[int],
    blocked: NDArray[np.bool_],
) -> int | None:
    count = len(access.network)
    usable = np.flatnonzero(~blocked[access.hops.source] & ~blocked[access.hops.target])
    source = np.concatenate([np.full(len(starts), count), access.hops.source[usable]])
    target = np.concatenate([np.asarray(starts), access.hops.target[usable]])
    arcs = csr_array(
        (np.ones(len(source), np.int8), (source, target)), shape=(count + 1, count + 1)
    )
    _, before = breadth_first_order(arcs, count, directed=True, return_predecessors=True)
    lengths: list[int] = []
    for end in targets:
        steps, actor = -1, int(end)
        while before[actor] >= 0:
            actor, steps = int(before[actor]), steps + 1
        if actor == count:
            lengths.append(steps)
    return min(lengths, default=None)
