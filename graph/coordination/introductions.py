"""Whom a partner could meet, through whom, and what that would change.

Guide: ``docs/methods/introductions.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.access.hops import Basis, Hops
from graph.access.load import Caps, open_requests
from graph.access.network import AccessNetwork, judged_by, known_features
from graph.coordination.isolation import Day
from graph.coordination.needs import NoIntroduction
from graph.coordination.skeleton import (
    FAR,
    Skeleton,
    harmonic,
    nearer_by,
    reached_by_steps,
    steps_from,
)
from graph.coordination.standing import Standing, Ways, doors_of
from graph.network import CHANNEL_CODES, NO_DAY, Network
from graph.records.ties import BUILT_IN_TYPES
from graph.strength.contacts import unordered_codes
from graph.strength.used import Speaks
from graph.vocabulary import Channel

MOST_INTRODUCTIONS: Final = 3
NEW_TIE: Final = "met_with"
"""What two have in common once somebody has brought them together."""

_DEEPEST: Final = 32
"""Beyond so many steps the most that could be gained is not looked at step by step."""

Indices = NDArray[np.int32]
Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody whom a partner could meet.

    Parameters
    ----------
    meet, through
        Indices: who, and who brings them together.
    is_cold
        Whether ``through`` is a broker who does not know the partner and approaches it first.
    gain
        By how much the partner's harmonic closeness rises.
    chance
        That both sides agree.
    effort
        1, and more the more requests wait for the go-between; below 2.
    new_hop
        Chance that afterwards the one met passes a request on to the partner.
    after
        How brokers come near the partner then; ``None`` without brokers.

    """

    meet: int
    through: int
    is_cold: bool
    gain: float
    chance: float
    effort: float
    new_hop: float
    after: Standing | None

    @property
    def value(self) -> float:
        """Gain times chance, by the effort."""
        return self.chance * self.gain / self.effort


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Up to three introductions for a partner, most valuable first; cold ones after the others.

    ``standing`` and ``harmonic`` are those of today; ``joint_gain`` that of all introductions
    together, at most the sum of theirs; ``reason`` why there are none.
    """

    partner: int
    standing: Standing | None
    harmonic: float | None
    introductions: tuple[Introduction, ...]
    joint_gain: float | None
    reason: NoIntroduction | None


@dataclass(frozen=True, eq=False)
class Circumstances:
    """What is asked of people already, and who must be kept apart.

    Parameters
    ----------
    caps
        Most requests that may wait for somebody's answer at once.
    conflicts
        Pairs in open conflict of interest, as unordered numbers
        (``graph.strength.contacts.unordered_codes``).

    """

    caps: Caps
    conflicts: Ints = field(default_factory=lambda: np.empty(0, np.int64))


def suggested_introductions(
    today: Day,
    in_person: AccessNetwork,
    partners: Sequence[int],
    circumstances: Circumstances,
    *,
    most: int = MOST_INTRODUCTIONS,
) -> tuple[Suggestions, ...]:
    """Suggest whom partners could meet.

    Parameters
    ----------
    today
        The day, with its active brokers.
    in_person
        The same day's odds if all are asked in person: both sides must agree to the go-between.
    partners
        Indices of partners.
    circumstances
        Caps, and who is in conflict with whom.
    most
        Suggestions for each.

    Returns
    -------
    tuple of Suggestions
        As asked. Feasible ones through somebody who knows both, and who has fewer open requests
        than the cap; fewer than ``most``: filled with cold ones. Nobody is suggested, and nobody
        asked, who is on no way or in open conflict with another of the three. A partner knows
        whom it or anybody in post there knows.

    Notes
    -----
    The gain of each candidate is a search among those alone who come nearer; candidates are
    looked at from the most that each could be worth, and the search ends where nothing better can
    follow.

    """
    planner = _Planner(today, in_person, circumstances)
    return tuple(planner.suggestions(partner, most) for partner in partners)


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Whom a partner could meet: one element each."""

    meet: Indices
    through: Indices
    chance: Floats
    effort: Floats

    @classmethod
    def joined(cls, parts: Sequence["_Candidates"]) -> "_Candidates":
        return cls(
            np.concatenate([np.empty(0, np.int32), *(part.meet for part in parts)]),
            np.concatenate([np.empty(0, np.int32), *(part.through for part in parts)]),
            np.concatenate([np.empty(0), *(part.chance for part in parts)]),
            np.concatenate([np.empty(0), *(part.effort for part in parts)]),
        )

    def best_of_each(self, rank: Indices) -> "_Candidates":
        """Keep the best go-between for each: most chance for the effort, less effort, identifier.

        The gain of a meeting is the same whoever brings the two together.
        """
        worth = self.chance / self.effort
        order = np.lexsort((rank[self.through], self.effort, -worth, self.meet))
        return self.take(order[np.flatnonzero(np.diff(self.meet[order], prepend=-1))])

    def take(self, rows: NDArray[Any]) -> "_Candidates":
        return _Candidates(
            self.meet[rows], self.through[rows], self.chance[rows], self.effort[rows]
        )


class _Planner:
    def __init__(self, today: Day, in_person: AccessNetwork, circumstances: Circumstances) -> None:
        self._today, self._in_person = today, in_person
        access = today.access
        self._access, self._network = access, access.network
        self._skeleton = Skeleton.of(access)
        self._ways = Ways(access, today.brokers)
        self._conflicts = np.unique(circumstances.conflicts)
        self._caps = circumstances.caps
        self._open = open_requests(access.view)
        self._prior = _prior(self._network)

    def suggestions(self, partner: int, most: int) -> Suggestions:
        doors = doors_of(self._access, [partner])[partner]
        count = self._skeleton.count
        standing = self._ways.standing(partner, doors) if self._today.brokers else None
        near = harmonic(reached_by_steps(self._skeleton.rows, [partner])[0], count)
        house = self._house(partner)
        known = self._known(house)
        steps = steps_from(self._skeleton.rows, partner)
        found = self._best(self._feasible(house, doors, known), steps, most)
        is_cold = [False] * len(found)
        if len(found) < most:
            met = {one.meet for one in found}
            cold = self._cold(house, doors, known, met)
            found += self._best(cold, steps, most - len(found))
            is_cold += [True] * (len(found) - len(is_cold))
        if not found:
            knows_all = len(known) >= count
            reason = (
                NoIntroduction.NOTHING_TO_GAIN if knows_all else NoIntroduction.NOBODY_KNOWS_BOTH
            )
            return Suggestions(partner, standing, near, (), None, reason)
        hops = self._new_hops(partner, [one.meet for one in found])
        return Suggestions(
            partner,
            standing,
            near,
            tuple(
                Introduction(
                    one.meet,
                    one.through,
                    cold,
                    one.gain,
                    one.chance,
                    one.effort,
                    hop,
                    self._ways.with_new_hop(partner, doors, one.meet, hop)
                    if self._today.brokers
                    else None,
                )
                for one, cold, hop in zip(found, is_cold, hops, strict=True)
            ),
            self._joint_gain([one.meet for one in found], steps),
            None,
        )

    # ------------------------------------------------------------------------ who could be met

    def _house(self, partner: int) -> Indices:
        """Give a partner and everybody in post there."""
        view, positions = self._access.view, self._network.positions
        rows = self._network.positions_by_actor.at([partner])
        rows = rows[view.positions[rows] & (positions.partner[rows] == partner)]
        return np.unique(np.append(positions.contact[rows], np.int32(partner)))

    def _known(self, house: Indices) -> Indices:
        """Give the house and whom it knows."""
        around = [self._skeleton.neighbours(one) for one in house.tolist()]
        return np.unique(np.concatenate([house, *around]))

    def _feasible(self, house: Indices, doors: Sequence[int], known: Indices) -> _Candidates:
        """Give whom somebody knows who knows the partner too."""
        parts = list[_Candidates]()
        for through in np.setdiff1d(known, house).tolist():
            if not self._may_be_asked(through, house):
                continue
            into = self._into(through, doors)
            if into > 0:
                parts.append(self._through(through, into, house, known))
        return _Candidates.joined(parts).best_of_each(self._network.rank)

    def _cold(
        self, house: Indices, doors: Sequence[int], known: Indices, met: Iterable[int]
    ) -> _Candidates:
        """Give whom a broker knows who would approach the partner first."""
        brokers = [
            broker
            for broker in self._today.brokers
            if broker not in known and self._may_be_asked(broker, house)
        ]
        parts = list[_Candidates]()
        left_out = np.union1d(known, np.array(sorted(met), np.int32))
        for broker, into in zip(brokers, self._cold_chances(brokers, doors), strict=True):
            effort = self._effort(broker)
            if broker not in left_out:
                one = np.array([broker], np.int32)
                parts.append(_Candidates(one, one, np.array([into]), np.array([effort])))
            parts.append(self._through(broker, into, house, left_out))
        return _Candidates.joined(parts).best_of_each(self._network.rank)

    def _through(self, through: int, into: float, house: Indices, left_out: Indices) -> _Candidates:
        """Give whom a go-between knows, with the chance that both sides agree."""
        hops, first = self._in_person.hops, self._in_person.first
        rows = np.arange(first[through], first[through + 1])
        others = hops.target[rows]
        counts = np.isin(others, self._skeleton.neighbours(through))
        counts &= ~np.isin(others, left_out) & ~self._network.never_on_a_route[others]
        counts &= self._in_person.probability[rows] > 0
        if len(self._conflicts):
            for one in (through, *house.tolist()):
                pairs = unordered_codes(np.full(len(others), one, np.int32), others)
                counts &= ~np.isin(pairs, self._conflicts)
        rows = rows[counts]
        return _Candidates(
            hops.target[rows].astype(np.int32),
            np.full(len(rows), through, np.int32),
            into * self._in_person.probability[rows],
            np.full(len(rows), self._effort(through)),
        )

    def _may_be_asked(self, through: int, house: Indices) -> bool:
        """Whether a go-between is free, and no conflict lies between it and the partner."""
        if self._network.never_on_a_route[through]:
            return False
        if self._open[through] >= self._caps.of(through):
            return False
        pairs = unordered_codes(np.full(len(house), through, np.int32), house)
        return not np.isin(pairs, self._conflicts).any()

    def _into(self, through: int, doors: Sequence[int]) -> float:
        """Give the chance that the partner agrees, by the best of its doors; 0 without a hop."""
        hops, first = self._in_person.hops, self._in_person.first
        rows = np.arange(first[through], first[through + 1])
        rows = rows[np.isin(hops.target[rows], doors)]
        return float(self._in_person.probability[rows].max(initial=0.0))

    def _effort(self, through: int) -> float:
        return 1.0 + int(self._open[through]) / self._caps.of(through)

    # ------------------------------------------------------------------------ odds of new hops

    def _cold_chances(self, brokers: Sequence[int], doors: Sequence[int]) -> list[float]:
        """Give the chance that each broker is heard by the best of the doors, unknown to it."""
        if not brokers or not doors:
            return [0.0] * len(brokers)
        said = self._judged(
            np.repeat(np.array(brokers, np.int32), len(doors)),
            np.tile(np.array(doors, np.int32), len(brokers)),
            0.0,
            Channel.COLD,
        )
        return said.reshape(len(brokers), len(doors)).max(axis=1).tolist()

    def _new_hops(self, partner: int, met: Sequence[int]) -> list[float]:
        into = np.full(len(met), partner, np.int32)
        return self._judged(np.array(met, np.int32), into, self._prior, None).tolist()

    def _judged(
        self, source: Indices, target: Indices, strength: float, channel: Channel | None
    ) -> NDArray[np.floating[Any]]:
        count = len(source)
        known = np.full(count, strength)
        hops = Hops(
            source,
            target,
            np.full(count, Basis.TIE, np.int8),
            known,
            np.full(count, Speaks.PRIOR, np.int8),
            np.full(count, np.nan),
            known,
            np.zeros(count, np.int8),
            np.full(count, -1, np.int32),
            np.full(count, NO_DAY, np.int32),
        )
        access = self._access
        code = 0 if channel is None else CHANNEL_CODES[channel]
        features = known_features(access.view, hops, code, access.key_contact)
        return judged_by(access.model, access.staircase, features)

    # ------------------------------------------------------------------------ what is gained

    def _best(self, candidates: _Candidates, steps: Indices, most: int) -> list["_Weighed"]:
        """Choose the most valuable; equal ones by gain, then identifier."""
        rank = self._network.rank
        most_gained = self._bounds(candidates.meet, steps)
        worth = candidates.chance / candidates.effort
        chosen = list[_Weighed]()
        for place in np.argsort(-worth * most_gained, kind="stable").tolist():
            could_be = float(worth[place] * most_gained[place])
            if len(chosen) == most and could_be < chosen[-1].value * (1 - 1e-12):
                break
            meet = int(candidates.meet[place])
            chosen.append(
                _Weighed(
                    meet,
                    int(candidates.through[place]),
                    float(candidates.chance[place]),
                    float(candidates.effort[place]),
                    self._gain(meet, steps),
                )
            )
            chosen.sort(key=lambda one: (-one.value, -one.gain, rank[one.meet]))
            del chosen[most:]
        return chosen

    def _gain(self, meet: int, steps: Indices) -> float:
        """Give the exact rise of harmonic closeness; in whatever order, the same sum."""
        nearer, new = nearer_by(self._skeleton.rows, meet, steps)
        return self._rise(steps[nearer], new)

    def _joint_gain(self, met: Sequence[int], steps: Indices) -> float:
        """Give the rise if all were met."""
        now = steps.copy()
        for one in met:
            nearer, new = nearer_by(self._skeleton.rows, one, now)
            now[nearer] = new
        changed = np.flatnonzero(now != steps)
        return self._rise(steps[changed], now[changed])

    def _rise(self, before: Indices, after: Indices) -> float:
        terms = 1.0 / after - np.where(before == FAR, 0.0, 1.0 / before)
        return fsum(terms.tolist()) / (self._skeleton.count - 1)

    def _bounds(self, met: Indices, steps: Indices) -> Floats:
        """Give the most that each could gain, from one pass for all."""
        labels, sizes = self._skeleton.components
        is_reached = steps[met] != FAR
        told = 1.0 + (sizes[labels[met]] - 1) / 2.0
        if is_reached.any():
            told[is_reached] = 1.0 - 1.0 / steps[met[is_reached]]
            told[is_reached] += self._beyond(steps)[met[is_reached]]
        return told / max(self._skeleton.count - 1, 1)

    def _beyond(self, steps: Indices) -> Floats:
        """Give for each actor the most gained behind it, if it came to one step.

        Whoever is reached by several ways is counted with each, so nothing is counted too low.
        """
        known = np.where(steps == FAR, 0, steps)
        gained = np.zeros(len(steps))
        for new in range(min(int(known.max()) - 1, _DEEPEST), 1, -1):
            rise = np.where(known > new, 1.0 / new - 1.0 / np.maximum(known, 1) + gained, 0.0)
            gained = self._skeleton.joins @ rise
        if known.max() > _DEEPEST:  # a long chain: all that lies far could come to two steps
            gained += float((0.5 - 1.0 / known[known > _DEEPEST]).sum())
        return gained


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate with its gain."""

    meet: int
    through: int
    chance: float
    effort: float
    gain: float

    @property
    def value(self) -> float:
        return self.chance * self.gain / self.effort


def _prior(network: Network) -> float:
    """Give the strength that two have who were brought together, as the network's type says."""
    own = {type_.id: type_ for type_ in network.types}
    return own.get(NEW_TIE, BUILT_IN_TYPES[NEW_TIE]).prior
