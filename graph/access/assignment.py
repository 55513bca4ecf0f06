"""Choosing at most one option for each of several, where options draw on the same people.

Whole numbers alone: what is worth more, what is worth the same and what fits is never a matter of
rounding. Guide: ``docs/access-paths.md``.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from math import floor, inf, isfinite
from time import monotonic
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

MOST_WORTH: Final = 1_000_000
"""Largest worth of an option: the solver's tolerances stay well below half of 1."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen.

    Parameters
    ----------
    worth
        0 to ``MOST_WORTH``.
    asked
        Whom it draws on, once each.

    """

    worth: int
    asked: frozenset[int] = frozenset()


Group: TypeAlias = Sequence[Option]
Places: TypeAlias = tuple[int | None, ...]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was chosen.

    Parameters
    ----------
    places
        For each group the place of its option, or ``None``.
    worth
        Of all chosen options together.
    bound
        More than this no choice is worth; equal to ``worth`` where the choice is proven best.

    """

    places: Places
    worth: int
    bound: int


def assign(groups: Sequence[Group], room: Mapping[int, int], *, seconds: float) -> Assignment:
    """Choose at most one option of each group, so that they are worth most together.

    Parameters
    ----------
    groups
        Options of each; of equal choices the one is taken that gives the first group its earliest
        option, then the second, and so on. No option is the last of all.
    room
        How many chosen options may draw on each person named; at least 0.
    seconds
        Limit of the search. Once it is over, the best found is given with a bound.

    Returns
    -------
    Assignment
        Proven best, and always the same for the same question, unless the limit ended the search.

    Notes
    -----
    Groups that compete for nobody are settled by themselves; the others by a mixed-integer
    program for each knot of competitors.

    """
    late = monotonic() + seconds
    places: list[int | None] = [None] * len(groups)
    bound = 0
    for knot, tight in _knots(groups, room):
        part = _Program(
            [groups[member] for member in knot], {person: room[person] for person in tight}
        )
        solved = part.solve(late)
        bound += solved.bound
        for member, place in zip(knot, solved.places, strict=True):
            places[member] = place
    return Assignment(tuple(places), _worth(groups, places), bound)


def _knots(groups: Sequence[Group], room: Mapping[int, int]) -> list[tuple[list[int], list[int]]]:
    """Part the groups into those that compete, each with the people whom they compete for."""
    wanted = [frozenset(chain.from_iterable(option.asked for option in group)) for group in groups]
    counted = Counter(chain.from_iterable(wanted))
    tight = sorted(person for person, count in counted.items() if count > room[person])
    pairs = [
        (member, len(groups) + place)
        for place, person in enumerate(tight)
        for member, people in enumerate(wanted)
        if person in people
    ]
    size = len(groups) + len(tight)
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    joined = csr_array((np.ones(len(pairs), np.int8), (one, other)), shape=(size, size))
    _, labels = connected_components(joined, directed=False)
    knots: dict[int, tuple[list[int], list[int]]] = {}
    for place, label in enumerate(labels.tolist()):
        members, people = knots.setdefault(label, ([], []))
        if place < len(groups):
            members.append(place)
        else:
            people.append(tight[place - len(groups)])
    return list(knots.values())


def _worth(groups: Sequence[Group], places: Sequence[int | None]) -> int:
    return sum(
        group[place].worth for group, place in zip(groups, places, strict=True) if place is not None
    )


@dataclass(slots=True)
class _Program:
    """One knot of groups as a mixed-integer program: a variable for each option."""

    groups: Sequence[Group]
    room: Mapping[int, int]
    first: list[int] = field(init=False)
    worths: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.first = [0, *accumulate(map(len, self.groups))]
        self.worths = np.array([option.worth for group in self.groups for option in group], float)

    def solve(self, late: float) -> Assignment:
        if not self.room:  # nobody competes
            places = tuple(map(_best, self.groups))
            worth = _worth(self.groups, places)
            return Assignment(places, worth, worth)
        most = sum(max((option.worth for option in group), default=0) for group in self.groups)
        found, least_cost = self._search(-self.worths, late)
        places = self._greedy() if found is None else found
        worth = _worth(self.groups, places)
        bound = min(most, floor(0.5 - least_cost)) if isfinite(least_cost) else most
        if worth < bound:
            return Assignment(places, worth, bound)
        return Assignment(self._in_order(places, worth, late), worth, worth)

    def _in_order(self, places: Places, worth: int, late: float) -> Places:
        """Of all choices worth as much, find the one that serves the first groups first."""
        for member, group in enumerate(self.groups):
            if places[member] == 0 or not group:
                continue
            costs = np.zeros(len(self.worths))
            costs[self.first[member] : self.first[member + 1]] = np.arange(len(group)) - len(group)
            better, _ = self._search(costs, late, least=worth, settled=places[:member])
            if better is None or _worth(self.groups, better) != worth:
                break  # the time is over; what was found is worth as much
            places = better
        return places

    def _search(
        self, costs: Floats, late: float, *, least: int | None = None, settled: Places = ()
    ) -> tuple[Places | None, float]:
        """Find the choice of least cost, and what no choice costs less than.

        ``least``: what the choice must be worth; ``settled``: places of the first groups.
        """
        seconds = late - monotonic()
        if seconds <= 0:
            return None, -inf
        lower, upper = np.zeros(len(costs)), np.ones(len(costs))
        for member, place in enumerate(settled):
            upper[self.first[member] : self.first[member + 1]] = 0
            if place is not None:
                lower[self.first[member] + place] = upper[self.first[member] + place] = 1
        limits = [self._limits()]
        if least is not None:
            limits.append(LinearConstraint(self.worths[None, :], lb=least - 0.5))
        found: Any = milp(
            costs,
            integrality=np.ones(len(costs), np.int8),
            bounds=Bounds(lower, upper),
            constraints=limits,
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        bound = found.get("mip_dual_bound")
        places = None if found.x is None else self._read(found.x)
        return places, -inf if bound is None else bound

    def _limits(self) -> LinearConstraint:
        """At most one option of a group; of all options no more than somebody has room for."""
        options = [option for group in self.groups for option in group]
        member_of = np.repeat(np.arange(len(self.groups)), np.diff(self.first))
        entries = list(enumerate(member_of.tolist()))
        for row, person in enumerate(self.room, start=len(self.groups)):
            entries += [(place, row) for place, one in enumerate(options) if person in one.asked]
        columns, rows = np.array(entries, np.int64).reshape(-1, 2).T
        most = np.array([1] * len(self.groups) + list(self.room.values()), float)
        shape = (len(most), len(options))
        return LinearConstraint(csr_array((np.ones(len(rows)), (rows, columns)), shape), ub=most)

    def _read(self, values: Floats) -> Places:
        taken = values > 0.5  # noqa: PLR2004 - 0 and 1, as the solver writes them
        return tuple(
            next(iter(np.flatnonzero(taken[start:end]).tolist()), None)
            for start, end in pairwise(self.first)
        )

    def _greedy(self) -> Places:
        """Take the most worth first while there is room; what is given if there was no time."""
        left: dict[int, int] = dict(self.room)
        places: list[int | None] = [None] * len(self.groups)
        ordered = sorted(
            (-option.worth, member, place)
            for member, group in enumerate(self.groups)
            for place, option in enumerate(group)
        )
        for _, member, place in ordered:
            people = self.groups[member][place].asked & left.keys()
            if places[member] is None and all(left[person] > 0 for person in people):
                places[member] = place
                for person in people:
                    left[person] -= 1
        return tuple(places)


def _best(group: Group) -> int | None:
    """Place of the first option that is worth most."""
    return max(range(len(group)), key=lambda place: group[place].worth, default=None)
