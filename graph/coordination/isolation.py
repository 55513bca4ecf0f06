"""Which partners need somebody to look after them, in the order of need, and why.

Guide: ``docs/methods/isolation.md``.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.access.network import AccessNetwork
from graph.coordination.dependence import Dependence, dependences
from graph.coordination.needs import Ending, Tier, Undefined
from graph.coordination.skeleton import LEAST_LIVE, Skeleton, harmonic, reached_by_steps
from graph.coordination.standing import UNREACHED, Standing, Ways, doors_of
from graph.network import PARTNER, UNDECIDED, ActorFlag, Network, NetworkView
from graph.strength.contacts import unordered_codes
from graph.strength.rhythms import sectors_of

AHEAD_DAYS: Final = 90
"""So far "about to be" looks ahead."""
LEAST_CHANCE: Final = 0.2
"""Below it a way is thin."""
ROUNDING: Final = 1e-9
"""Lengths of ways are whole numbers: a chance is exact to less than this."""


@dataclass(frozen=True, slots=True)
class Situation:
    """How a partner stands, each number alone; ``None`` is not defined.

    Parameters
    ----------
    is_isolate, is_pendant, is_outside
        Nobody beside it; one alone; outside the largest component.
    within_two_steps
        Share of all others.
    stale
        Share of its own ties and of those of people in post that have faded below 0.1.
    no_other_sector
        Whether none of its live ties leads into another sector.
    dependence
        Share of the others that its worst single loss would cost it.
    access_distance
        -ln of the best chance.

    """

    is_isolate: bool
    is_pendant: bool
    is_outside: bool
    within_two_steps: float | None
    stale: float | None
    no_other_sector: bool | None
    dependence: Dependence
    access_distance: float | None


@dataclass(frozen=True, slots=True)
class Later:
    """What a partner comes to if nothing new is recorded."""

    tier: Tier
    hangs_on: tuple[int, ...]
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A partner in the order of need.

    Parameters
    ----------
    partner
        Index.
    rank
        1 + number of those strictly needier; ``equals`` others share it.
    standing
        How brokers come near; ``None`` without brokers.
    harmonic
        Mean of 1/steps to all others in the skeleton; ``None`` for the only actor.
    later
        For those about to be out of touch.
    undefined
        Why a number is ``None``, by its name.

    """

    partner: int
    is_key: bool
    rank: int
    equals: int
    tier: Tier
    standing: Standing | None
    harmonic: float | None
    situation: Situation
    later: Later | None
    undefined: Mapping[str, Undefined] = field(default_factory=dict[str, Undefined])

    @property
    def is_unreached(self) -> bool:
        """Whether there are brokers and none reaches it."""
        return self.standing is not None and self.standing.chance == 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day's access network with the brokers who are active on it, as indices."""

    access: AccessNetwork
    brokers: tuple[int, ...]


def partners_of(network: Network, *, key_only: bool = False) -> list[int]:
    """Give the partners that may be looked after, by identifier; not those who want peace."""
    wanted = (network.actors.kind == PARTNER) & ~network.never_on_a_route
    if key_only:
        wanted &= (network.actors.flags & ActorFlag.KEY_PARTNER) != 0
    found = np.flatnonzero(wanted)
    return found[np.argsort(network.rank[found])].tolist()


def foreseen(network: Network, day: int, days: int = AHEAD_DAYS) -> Network:
    """Give a network some days on, with nothing new recorded.

    What begins, happens or is answered after the day is not known yet; ties that have a recorded
    end by then are gone with it, where others fade from their end on. Where nothing of the kind is
    on record, the network itself comes back.
    """
    ties, positions, acts, asks = (
        network.ties,
        network.positions,
        network.participations,
        network.asks,
    )
    is_later = asks.decided > day
    answered = replace(asks, outcome=np.where(is_later, UNDECIDED, asks.outcome).astype(np.int8))
    ends = (ties.until > day) & (ties.until <= day + days)
    kept = (
        (ties.since <= day) & ~ends,
        positions.since <= day,
        acts.day <= day,
        asks.asked <= day,
    )
    if all(some.all() for some in kept) and not is_later.any():
        return network
    return replace(
        network,
        ties=ties.take(kept[0]),
        positions=positions.take(kept[1]),
        participations=acts.take(kept[2]),
        asks=answered.take(kept[3]),
    )


def order_of_need(
    today: Day, later: Day | None = None, partners: Sequence[int] | None = None
) -> tuple[Need, ...]:
    """Put partners into the order in which they need somebody to look after them.

    Parameters
    ----------
    today
        The day, with its active brokers.
    later
        The same network some days on, with nothing new recorded (:func:`foreseen`), and the
        brokers whose appointments last until then; ``None``: nothing is foreseen.
    partners
        Indices; ``None``: all who may be looked after.

    Returns
    -------
    tuple of Need
        Neediest first, by tier, key partners first within it, then chance, chance after the worst
        loss and harmonic closeness, each ascending; equal ones share a rank, by identifier.
        Without brokers chance and worst loss are not defined: the tiers that need them are left
        out. Brokers are not ranked. No partners: empty.

    Notes
    -----
    Two to four searches for ways a partner, breadth-first searches from 1,024 partners at once
    and one depth-first pass: seconds for 1,000 partners of 100,000 actors.

    """
    network = today.access.network
    asked = partners_of(network) if partners is None else partners
    asked = [partner for partner in asked if partner not in today.brokers]
    engine = _Engine.of(today, asked)
    ahead = None if later is None else _Ahead(today, later, engine, asked)
    counts = dict(zip(asked, reached_by_steps(engine.skeleton.rows, asked), strict=True))
    facts = _Facts(engine, dependences(engine.skeleton.rows, asked, network.rank))
    needs = [_need(partner, engine, ahead, facts, counts[partner]) for partner in asked]
    return _ranked(needs, network)


@dataclass(frozen=True, eq=False)
class _Engine:
    """What tells the tiers of a day."""

    day: Day
    skeleton: Skeleton
    doors: dict[int, list[int]]
    ways: Ways

    @classmethod
    def of(cls, day: Day, partners: Collection[int]) -> "_Engine":
        return cls(
            day,
            Skeleton.of(day.access),
            doors_of(day.access, partners),
            Ways(day.access, day.brokers),
        )

    def standing(self, partner: int) -> Standing | None:
        return self.ways.standing(partner, self.doors[partner]) if self.day.brokers else None

    def is_cut_off(self, partner: int) -> bool:
        """Whether neither it nor anybody in post has a live tie, or anything that serves as one.

        That is a broker in post, or somebody elsewhere who serves on one body with somebody in
        post: where positions are all that is on record, they are all that leads to a partner.
        """
        people = [partner, *self.doors[partner]]
        live, colleagues = self.skeleton.live.ptr, self.skeleton.colleagues
        if any(live[one + 1] > live[one] for one in people):
            return False
        if any(one in self.day.brokers for one in people):
            return False
        return all(
            np.isin(colleagues.idx[colleagues.ptr[one] : colleagues.ptr[one + 1]], people).all()
            for one in people
        )

    def first_tiers(self, partner: int, standing: Standing | None) -> Tier | None:
        """Tell whether a partner is cut off, out of reach or hanging."""
        if self.is_cut_off(partner):
            return Tier.CUT_OFF
        if standing is None:
            return Tier.OUT_OF_REACH if self.skeleton.is_outside[partner] else None
        if standing.chance == 0:
            return Tier.OUT_OF_REACH
        return Tier.HANGING if standing.worst == 0 else None


class _Ahead:
    """What becomes of partners by a later day."""

    def __init__(self, today: Day, later: Day, engine: _Engine, partners: Sequence[int]) -> None:
        self._today = today
        self._engine = _Engine.of(later, partners)
        ended = [broker for broker in today.brokers if broker not in later.brokers]
        self._if_they_stayed = (
            _Engine(
                Day(later.access, today.brokers),
                self._engine.skeleton,
                self._engine.doors,
                Ways(later.access, today.brokers),
            )
            if ended
            else None
        )
        self._now = engine

    def of(self, partner: int, standing: Standing) -> Later | None:
        """Tell the tier that a partner falls into, or nothing."""
        # Where the last appointment ends nobody is reached any more: that is no missing number.
        ahead = self._engine.standing(partner) or UNREACHED
        tier = self._engine.first_tiers(partner, ahead)
        if tier is None:
            return None
        return Later(tier, ahead.hangs_on, tuple(self._endings(partner, standing)))

    def _endings(self, partner: int, standing: Standing) -> list[Ending]:
        """Tell what ends along the best way of today, and whether a broker's leaving decides."""
        found = set[Ending]()
        staying = self._if_they_stayed
        if staying and staying.first_tiers(partner, staying.standing(partner)) is None:
            found.add(Ending.APPOINTMENT)
        route = standing.route
        if route and route[-1] != partner and route[-1] not in self._engine.doors[partner]:
            found.add(Ending.POSITION)
        now, later = self._now.skeleton, self._engine.skeleton
        for one, other in pairwise(route):
            if _strength(later, one, other) >= _strength(now, one, other):
                continue
            found.add(Ending.TIE if self._ends(one, other) else Ending.COOLING)
        return [ending for ending in Ending if ending in found]

    def _ends(self, one: int, other: int) -> bool:
        """Whether a tie of two that holds today has ended by then."""
        today, later = self._today.access.view, self._engine.day.access.view
        ties = today.network.ties
        rows = today.network.ties_by_actor.at([one])
        rows = rows[today.ties[rows] & (ties.until[rows] <= later.day)]
        pair = unordered_codes(np.array([one], np.int32), np.array([other], np.int32))
        return bool(np.isin(unordered_codes(ties.source[rows], ties.target[rows]), pair).any())


def _strength(skeleton: Skeleton, one: int, other: int) -> float:
    """Give the strength used of a tie that holds; 0 where there is none."""
    own = skeleton.own
    start, stop = own.ptr[one], own.ptr[one + 1]
    place = start + np.searchsorted(own.idx[start:stop], other)
    return float(own.weight[place]) if place < stop and own.idx[place] == other else 0.0


class _Facts:
    """Looks up what stands beside the tier of each partner."""

    def __init__(self, engine: _Engine, worst: Mapping[int, Dependence]) -> None:
        self._engine, self._worst = engine, worst
        self._sectors: NDArray[np.uint16] = sectors_of(_view(engine))
        self._others = engine.skeleton.count - 1

    def of(
        self, partner: int, counts: NDArray[np.int64], standing: Standing | None
    ) -> tuple[Situation, dict[str, Undefined]]:
        """Give the situation of a partner, and why numbers of it are not defined."""
        skeleton = self._engine.skeleton
        degree = int(skeleton.rows.ptr[partner + 1] - skeleton.rows.ptr[partner])
        chance = standing.chance if standing else 0.0
        stale, dependence = self._stale(partner), self._worst[partner]
        no_other = self._no_other_sector(partner)
        told = Situation(
            degree == 0,
            degree == 1,
            bool(skeleton.is_outside[partner]),
            float(counts[:2].sum()) / self._others if self._others else None,
            stale,
            no_other,
            dependence,
            # + 0.0: a chance of 1 lies at 0, not at -0
            -log(chance) + 0.0 if chance > 0 else None,
        )
        undefined = dict[str, Undefined]()
        if told.within_two_steps is None:
            undefined["within_two_steps"] = Undefined.ONE_ACTOR
        if stale is None:
            undefined["stale"] = Undefined.NO_TIES
        if no_other is None:
            undefined["no_other_sector"] = Undefined.NO_SECTOR
        if dependence.share is None:
            undefined["dependence"] = Undefined.TOO_FEW_REACHED
        if told.access_distance is None:
            undefined["access_distance"] = (
                Undefined.NO_BROKER if standing is None else Undefined.NO_WAY
            )
        return told, undefined

    def _stale(self, partner: int) -> float | None:
        own = self._engine.skeleton.own
        weights = np.concatenate(
            [own.weight[own.ptr[one] : own.ptr[one + 1]] for one in self._people(partner)]
        )
        return float(np.mean(weights < LEAST_LIVE)) if len(weights) else None

    def _no_other_sector(self, partner: int) -> bool | None:
        mine, live = self._sectors[partner], self._engine.skeleton.live
        if not mine:
            return None
        others = np.concatenate(
            [live.idx[live.ptr[one] : live.ptr[one + 1]] for one in self._people(partner)]
        )
        theirs = self._sectors[others]
        return not bool(((theirs > 0) & (theirs & mine == 0)).any())

    def _people(self, partner: int) -> list[int]:
        return list(dict.fromkeys([partner, *self._engine.doors[partner]]))


def _view(engine: _Engine) -> NetworkView:
    return engine.day.access.view


def _need(
    partner: int,
    engine: _Engine,
    ahead: _Ahead | None,
    facts: _Facts,
    counts: NDArray[np.int64],
) -> Need:
    standing = engine.standing(partner)
    tier, later = engine.first_tiers(partner, standing), None
    if tier is None and standing is not None and ahead is not None:
        later = ahead.of(partner, standing)
        tier = Tier.ABOUT_TO_BE if later else None
    if tier is None:
        is_thin = standing is not None and standing.chance < LEAST_CHANCE - ROUNDING
        tier = Tier.THIN if is_thin else Tier.IN_REACH
    near = harmonic(counts, engine.skeleton.count)
    situation, undefined = facts.of(partner, counts, standing)
    if standing is None:
        undefined |= {"chance": Undefined.NO_BROKER, "worst": Undefined.NO_BROKER}
    if near is None:
        undefined["harmonic"] = Undefined.ONE_ACTOR
    flags = int(engine.day.access.network.actors.flags[partner])
    is_key = bool(flags & ActorFlag.KEY_PARTNER)
    return Need(partner, is_key, 0, 0, tier, standing, near, situation, later, undefined)


def _ranked(needs: list[Need], network: Network) -> tuple[Need, ...]:
    def key(need: Need) -> tuple[int, bool, float, float, float]:
        chance, worst = (need.standing.chance, need.standing.worst) if need.standing else (0.0, 0.0)
        return need.tier.number, not need.is_key, chance, worst, need.harmonic or 0.0

    needs = sorted(needs, key=lambda need: (key(need), network.rank[need.partner]))
    keys = [key(need) for need in needs]
    first = {one: place for place, one in reversed(list(enumerate(keys, start=1)))}
    alike = Counter(keys)
    return tuple(
        replace(need, rank=first[one], equals=alike[one] - 1)
        for need, one in zip(needs, keys, strict=True)
    )
