"""Several leaders at once: whom to ask for whom, so that no go-between is asked too often.

Guide: ``docs/access-paths.md``.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from math import ceil, prod
from time import monotonic
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.access.assignment import MOST_WORTH, Assignment, Option, assign
from graph.access.load import Caps, open_requests
from graph.access.network import AccessNetwork
from graph.access.routes import DEFAULT_STEPS, NoRoute, Route, Routes, find_routes, routes_of
from graph.kernels import best_routes
from graph.network import NetworkView

MOST_LEADERS: Final = 50
LEAST_VALUE: Final = 0.01
MOST_VALUE: Final = 100.0
DEFAULT_FLOOR: Final = 0.05
"""Below 1 in 20 the favour costs a go-between more than the chance is worth: judgement."""
SEARCH_SECONDS: Final = 5.0

CHAINS_LOOKED_AT: Final = (5, 20, 80)
"""Best chains of each leader that are weighed against each other; more if fewer prove nothing."""

Indices: TypeAlias = NDArray[np.int32]


def room_under(view: NetworkView, caps: Caps) -> Indices:
    """Tell how many more requests may be put to each actor on the day.

    Returns
    -------
    ndarray
        Shape (n,), int32: the cap of each less the requests that wait for an answer, at least 0.

    """
    cap = np.full(len(view.network), caps.general, np.int32)
    cap[list(caps.own)] = list(caps.own.values())
    return np.maximum(0, cap - open_requests(view))


@dataclass(frozen=True, slots=True)
class Aim:
    """A leader to be reached.

    Parameters
    ----------
    leader
        Index, as asked for.
    targets
        Indices of those who count: the leader, or who heads the partner asked for.
    value
        What an introduction is worth beside those to the other leaders, 0.01 to 100.

    """

    leader: int
    targets: tuple[int, ...]
    value: float = 1.0


class Advice(StrEnum):
    """What to do about a leader."""

    ASK = "ask"
    """Ask along the chosen chain."""
    GIVEN_UP = "given_up"
    """Nobody: the go-betweens are worth more with other leaders."""
    TOO_UNLIKELY = "too_unlikely"
    """Nobody: no chain reaches the floor."""
    AT_CAP = "at_cap"
    """Nobody now: every chain that reaches the floor goes to somebody who is asked enough."""
    NO_ROUTE = "no_route"
    """Nobody: there is no chain within the limit of steps."""


@dataclass(frozen=True, slots=True)
class Yielded:
    """A go-between of a leader's best chain who is asked for others instead.

    ``person`` is an index; ``to`` the places of those leaders among the aims.
    """

    person: int
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeaderPlan:
    """What a campaign does about one leader.

    Parameters
    ----------
    chosen
        Chain to ask along; ``None`` unless the advice is to ask.
    alone
        Best chain if this leader were the only one, under the caps as they stand; ``None`` where
        there is none. With ``TOO_UNLIKELY`` it is the chain that misses the floor.
    yielded
        Where ``chosen`` is not ``alone``: who of the best chain went to which leaders.
    at_cap
        Indices of those on the likeliest chain of all to whom no request may be put now.
    reason, steps_needed
        With ``NO_ROUTE``: why; and with ``BEYOND_LIMIT`` the steps of the shortest chain.

    """

    aim: Aim
    advice: Advice
    chosen: Route | None = None
    alone: Route | None = None
    yielded: tuple[Yielded, ...] = ()
    at_cap: tuple[int, ...] = ()
    reason: NoRoute | None = None
    steps_needed: int | None = None

    @property
    def expected(self) -> float:
        """Value times probability of the chosen chain."""
        return self.aim.value * self.chosen.probability if self.chosen else 0.0

    @property
    def given_up(self) -> float:
        """Expected value that this leader lost to the others."""
        if self.alone is None or self.advice not in (Advice.ASK, Advice.GIVEN_UP):
            return 0.0
        return max(0.0, self.aim.value * self.alone.probability - self.expected)


@dataclass(frozen=True, slots=True)
class Favour:
    """Somebody whom the campaign asks: ``times`` of at most ``room`` that were left before."""

    person: int
    times: int
    room: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """Whom to ask for which leader.

    Parameters
    ----------
    plans
        In the order of the aims.
    favours
        Everybody who is asked, most often first, then by identifier.
    bound
        More than this no choice of chains within the limits could be expected to bring; equal to
        ``expected`` where the choice is proven best.
    is_optimal
        Whether it is. Totals are compared in millionths of the largest value.
    chains
        How many chains were weighed against each other.

    """

    plans: tuple[LeaderPlan, ...]
    favours: tuple[Favour, ...]
    bound: float
    is_optimal: bool
    chains: int

    @property
    def expected(self) -> float:
        """Sum over the leaders of value times probability."""
        return sum(plan.expected for plan in self.plans)


def plan_campaign(
    access: AccessNetwork,
    starts: Sequence[int],
    aims: Sequence[Aim],
    room: Indices,
    *,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
    floor: float = DEFAULT_FLOOR,
    seconds: float = SEARCH_SECONDS,
) -> Campaign:
    """Choose at most one chain for each leader, for the largest expected value under the caps.

    Parameters
    ----------
    access
        Access network of a day.
    starts
        Indices of our own people; whoever starts a chain is not asked by it.
    aims
        Leaders with their values, each once. A start that is a target starts no chain to it.
    room
        Shape (n,): how many more requests may be put to each actor (:func:`room_under`). One chain
        puts one to everybody on it but its start, the leader included.
    max_steps
        1 to 6.
    avoid
        Indices of actors on no chain.
    floor
        Probability that a chain has to reach to be asked along.
    seconds
        Limit of the choice among chains.

    Returns
    -------
    Campaign
        Of choices expected to bring equally much, the one that gives the leader of the largest
        value its likeliest chain, then the next; equal values by identifier.

    Notes
    -----
    The best chains of each leader, and the best one that draws on nobody who is scarce, go into a
    mixed-integer program. To prove that no chain beyond them would do better, it is solved again
    with a chain for each leader that is as likely as the last one listed and draws on nobody. What
    a second request in one campaign does to the odds of somebody's first is not counted.

    """
    chains = _Chains(access, starts, max_steps, tuple(avoid), floor, room)
    order = sorted(
        range(len(aims)),
        key=lambda place: (-aims[place].value, access.network.rank[aims[place].leader]),
    )
    ranked = [aims[place] for place in order]
    found = _settle(chains, ranked, monotonic() + seconds)
    by_place = dict(zip(order, _plans(chains, ranked, found, order), strict=True))
    plans = tuple(by_place[place] for place in range(len(aims)))
    expected = sum(plan.expected for plan in plans)
    asked = Counter(actor for plan in plans if plan.chosen for actor in plan.chosen.actors[1:])
    return Campaign(
        plans,
        tuple(
            Favour(actor, times, int(room[actor]))
            for actor, times in sorted(
                asked.items(), key=lambda item: (-item[1], access.network.rank[item[0]])
            )
        ),
        expected if found.is_proven else max(expected, found.bound * _unit(ranked)),
        found.is_proven,
        sum(map(len, found.listed)),
    )


@dataclass(frozen=True, slots=True)
class _Chain:
    actors: tuple[int, ...]
    probability: float

    @property
    def asked(self) -> frozenset[int]:
        """Everybody but the start."""
        return frozenset(self.actors[1:])


@dataclass(slots=True)
class _Chains:
    """Searches chains that put nothing to anybody without room."""

    access: AccessNetwork
    starts: Sequence[int]
    max_steps: int
    avoid: tuple[int, ...]
    floor: float
    room: Indices
    open: AccessNetwork = field(init=False)

    def __post_init__(self) -> None:
        # Whoever is full may still start a chain, and so is not simply avoided.
        is_full = self.room[self.access.hops.target] <= 0
        chance = np.where(is_full, 0.0, self.access.probability)
        self.open = self.access.weighed(chance) if is_full.any() else self.access

    def full(self, actors: Sequence[int]) -> tuple[int, ...]:
        """Name those to whom nothing may be put."""
        return tuple(actor for actor in actors if self.room[actor] <= 0)

    def starts_for(self, aim: Aim) -> list[int]:
        return [start for start in self.starts if start not in aim.targets]

    def best(self, aim: Aim, k: int) -> list[_Chain]:
        """List the k best chains, whatever their probability."""
        return self._search(self.open, aim, k)

    def around(self, aim: Aim, scarce: Collection[int]) -> list[_Chain]:
        """Find the best chain that draws on nobody who is scarce."""
        ends = {*self.starts, *aim.targets}
        return self._search(self.open, aim, 1, [one for one in scarce if one not in ends])

    def whatever_the_caps(self, aim: Aim) -> _Chain | None:
        """Find the best chain if there were no caps."""
        return next(iter(self._search(self.access, aim, 1)), None)

    def none_to(self, aim: Aim) -> Routes:
        """Tell why there is no chain at all."""
        starts = self.starts_for(aim)
        return find_routes(
            self.access, starts, aim.targets, k=1, max_steps=self.max_steps, avoid=self.avoid
        )

    def _search(
        self, access: AccessNetwork, aim: Aim, k: int, avoid: Sequence[int] = ()
    ) -> list[_Chain]:
        routes, _ = best_routes(
            access.arcs,
            self.starts_for(aim),
            aim.targets,
            (),
            [*self.avoid, *avoid],
            k=k,
            max_steps=self.max_steps,
        )
        return [
            _Chain(
                tuple(actors),
                prod(float(access.probability[access.hop(*pair)]) for pair in pairwise(actors)),
            )
            for actors in routes
        ]


@dataclass(frozen=True, slots=True)
class _Settled:
    """``listed``: chains of each leader at or above the floor; ``best``: of any probability."""

    listed: list[list[_Chain]]
    best: list[_Chain | None]
    assignment: Assignment
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.assignment.worth >= self.bound

    def chosen(self, place: int) -> _Chain | None:
        taken = self.assignment.places[place]
        return None if taken is None else self.listed[place][taken]


def _unit(aims: Sequence[Aim]) -> float:
    return max((aim.value for aim in aims), default=1.0) / MOST_WORTH


def _settle(chains: _Chains, aims: Sequence[Aim], late: float) -> _Settled:
    """Weigh more and more chains against each other until nothing beyond them can matter."""
    settled = _weigh(chains, aims, CHAINS_LOOKED_AT[0], late)
    for k in CHAINS_LOOKED_AT[1:]:
        if settled.is_proven or monotonic() >= late:
            break
        settled = _weigh(chains, aims, k, late)
    return settled


def _weigh(chains: _Chains, aims: Sequence[Aim], k: int, late: float) -> _Settled:
    unit = _unit(aims)
    room = dict(enumerate(chains.room.tolist()))
    listed, best, beyond = _candidates(chains, aims, k)
    groups = [
        [Option(round(aim.value * chain.probability / unit), chain.asked) for chain in candidates]
        for aim, candidates in zip(aims, listed, strict=True)
    ]
    taken = assign(groups, room, seconds=late - monotonic())
    unlisted = [ceil(aim.value * most / unit) for aim, most in zip(aims, beyond, strict=True)]
    if not any(unlisted) or all(place == 0 for place in taken.places):
        return _Settled(listed, best, taken, taken.bound)
    widened = [
        [*group, Option(min(worth, MOST_WORTH))] if worth else group
        for group, worth in zip(groups, unlisted, strict=True)
    ]
    bound = assign(widened, room, seconds=late - monotonic()).bound
    return _Settled(listed, best, taken, bound)


def _candidates(
    chains: _Chains, aims: Sequence[Aim], k: int
) -> tuple[list[list[_Chain]], list[_Chain | None], list[float]]:
    """List chains at or above the floor, the best of any probability, and what no other exceeds."""
    found = [chains.best(aim, k) for aim in aims]
    listed = [[one for one in some if one.probability >= chains.floor] for some in found]
    wanted = Counter(
        actor for some in listed for actor in frozenset[int]().union(*(one.asked for one in some))
    )
    scarce = {actor for actor, count in wanted.items() if count > chains.room[actor]}
    around = [
        chains.around(aim, scarce) if some and all(one.asked & scarce for one in some) else []
        for aim, some in zip(aims, listed, strict=True)
    ]
    beyond = [some[-1].probability if len(some) == k else 0.0 for some in listed]
    for some, others in zip(listed, around, strict=True):
        some += [one for one in others if one.probability >= chains.floor and one not in some]
    return listed, [some[0] if some else None for some in found], beyond


def _plans(
    chains: _Chains, aims: Sequence[Aim], settled: _Settled, order: Sequence[int]
) -> list[LeaderPlan]:
    """Say of each leader what is chosen, or why nobody is asked; and what that costs whom."""
    chosen = [settled.chosen(place) for place in range(len(aims))]
    used = Counter(actor for one in chosen if one for actor in one.asked)
    plans: list[LeaderPlan] = []
    for place, aim in enumerate(aims):
        best, taken = settled.best[place], chosen[place]
        (alone,) = routes_of(chains.access, [best.actors]) if best else (None,)
        likeliest = chains.whatever_the_caps(aim)
        at_cap = chains.full(likeliest.actors[1:]) if likeliest else ()
        plan = LeaderPlan(aim, Advice.ASK, alone=alone, at_cap=at_cap)
        if settled.listed[place]:
            yielded = _yielded(chains, place, best, chosen, used, order)
            if taken is None:
                plan = replace(plan, advice=Advice.GIVEN_UP, yielded=yielded)
            else:
                (route,) = routes_of(chains.access, [taken.actors])
                plan = replace(plan, chosen=route, yielded=yielded)
        elif likeliest is None:
            none = chains.none_to(aim)
            plan = LeaderPlan(
                aim, Advice.NO_ROUTE, reason=none.reason, steps_needed=none.steps_needed
            )
        elif likeliest.probability < chains.floor:
            plan = replace(plan, advice=Advice.TOO_UNLIKELY)
        else:
            plan = replace(plan, advice=Advice.AT_CAP)
        plans.append(plan)
    return plans


def _yielded(
    chains: _Chains,
    place: int,
    best: _Chain | None,
    chosen: Sequence[_Chain | None],
    used: Mapping[int, int],
    order: Sequence[int],
) -> tuple[Yielded, ...]:
    """Name those of a leader's best chain whose room others have taken."""
    if best is None or chosen[place] == best:
        return ()
    others = [(order[other], one) for other, one in enumerate(chosen) if one and other != place]
    return tuple(
        Yielded(actor, tuple(sorted(other for other, one in others if actor in one.asked)))
        for actor in best.actors[1:]
        if used[actor] >= chains.room[actor] and any(actor in one.asked for _, one in others)
    )
