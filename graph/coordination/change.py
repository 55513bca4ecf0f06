"""What changed between two days, and how a network went from month to month.

Guide: ``docs/methods/change.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.access.network import AccessNetwork
from graph.access.routes import DEFAULT_STEPS
from graph.coordination.isolation import partners_of
from graph.coordination.scenario import steps_of_ways
from graph.coordination.skeleton import Skeleton
from graph.coordination.standing import doors_of
from graph.records.dates import from_epoch_day

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """A network on a day in a few numbers.

    Parameters
    ----------
    actors
        Those with a tie or a position that holds on the day.
    ties
        Pairs with a live tie.
    density
        Pairs joined by a live tie or a position, of all pairs of these actors; ``None`` for fewer
        than two.
    components
        Pieces in which these actors stand.
    partners
        Partners on record that may be looked after.
    reached
        How many of them some broker reaches; ``None`` without brokers.

    """

    on: date
    actors: int
    ties: int
    density: float | None
    components: int
    partners: int
    reached: int | None

    @property
    def share_reached(self) -> float | None:
        """Share of the partners that some broker reaches; ``None`` without brokers or partners."""
        return self.reached / self.partners if self.reached is not None and self.partners else None


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody whose rank in a measure is another: 1 + how many are strictly better."""

    actor: int
    rank_before: int
    rank_after: int
    value_before: float
    value_after: float

    @property
    def up(self) -> int:
        """Places risen; below 0: fallen."""
        return self.rank_before - self.rank_after


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two days, as indices, each list by identifier.

    Parameters
    ----------
    came, went
        Actors with a tie or a position on one day alone.
    gained, lost
        Pairs with a live tie on one day alone.
    reached, unreached
        Partners that brokers reach on the later day alone, and on the earlier alone; ``None``
        without brokers on both days.

    """

    before: Point
    after: Point
    came: tuple[int, ...]
    went: tuple[int, ...]
    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    reached: tuple[int, ...] | None
    unreached: tuple[int, ...] | None


@dataclass(frozen=True, eq=False)
class Moment:
    """A network on a day, with the brokers who were active on it, as indices."""

    access: AccessNetwork
    brokers: tuple[int, ...]

    @cached_property
    def skeleton(self) -> Skeleton:
        """Who is joined with whom."""
        return Skeleton.of(self.access)

    @cached_property
    def is_there(self) -> NDArray[np.bool_]:
        """Whether each actor has a tie or a position that holds."""
        view, network = self.access.view, self.access.network
        there = np.zeros(len(network), np.bool_)
        there[network.ties.source[view.ties]] = True
        there[network.ties.target[view.ties]] = True
        there[network.positions.contact[view.positions]] = True
        there[network.positions.partner[view.positions]] = True
        return there

    @cached_property
    def reached(self) -> frozenset[int]:
        """Partners that some broker reaches, in at most four steps."""
        steps = steps_of_ways(self.access, self.brokers)
        doors = doors_of(self.access, partners_of(self.access.network))
        return frozenset(
            partner
            for partner, at in doors.items()
            if any(steps[door] <= DEFAULT_STEPS for door in at)
        )

    def point(self) -> Point:
        """Say the day in numbers."""
        skeleton, there = self.skeleton, self.is_there
        rows = skeleton.rows
        count = int(np.count_nonzero(there))
        joined = int(np.count_nonzero(there[rows.source] & there[rows.idx])) // 2
        return Point(
            from_epoch_day(self.access.view.day),
            count,
            len(skeleton.live) // 2,
            2 * joined / (count * (count - 1)) if count > 1 else None,
            len(np.unique(skeleton.components[0][there])),
            len(partners_of(self.access.network)),
            len(self.reached) if self.brokers else None,
        )


def change_between(earlier: Moment, later: Moment) -> Change:
    """Compare two days of one network.

    Raises
    ------
    ValueError
        If the two are of different networks.

    """
    if earlier.access.network is not later.access.network:
        raise ValueError("Two days are compared on one state of a network.")
    rank = later.access.network.rank

    def named(chosen: NDArray[np.bool_]) -> tuple[int, ...]:
        found = np.flatnonzero(chosen)
        return tuple(found[np.argsort(rank[found])].tolist())

    was, is_ = earlier.is_there, later.is_there
    before, after = _pairs(earlier.skeleton), _pairs(later.skeleton)
    has_brokers = bool(earlier.brokers and later.brokers)
    partners = partners_of(later.access.network)
    return Change(
        earlier.point(),
        later.point(),
        named(is_ & ~was),
        named(was & ~is_),
        _by_name(np.setdiff1d(after, before, assume_unique=True), rank),
        _by_name(np.setdiff1d(before, after, assume_unique=True), rank),
        _only(partners, later, earlier) if has_brokers else None,
        _only(partners, earlier, later) if has_brokers else None,
    )


def _only(partners: Sequence[int], one: Moment, other: Moment) -> tuple[int, ...]:
    return tuple(it for it in partners if it in one.reached and it not in other.reached)


def _pairs(skeleton: Skeleton) -> NDArray[np.int64]:
    source, target = skeleton.live.source, skeleton.live.idx
    once = source < target
    return (source[once].astype(np.int64) << 32) | target[once]


def _by_name(codes: NDArray[np.int64], rank: NDArray[np.int32]) -> tuple[Pair, ...]:
    ends = [(int(code >> 32), int(code & 0xFFFFFFFF)) for code in codes.tolist()]
    pairs = [(one, other) if rank[one] < rank[other] else (other, one) for one, other in ends]
    return tuple(sorted(pairs, key=lambda pair: (rank[pair[0]], rank[pair[1]])))


def shifts(
    before: Mapping[int, float], after: Mapping[int, float], rank: NDArray[np.int32]
) -> tuple[Shift, ...]:
    """Tell who rose and who fell among those who have a value at both times.

    Parameters
    ----------
    before, after
        Values by actor; NaN is no value. More is better.
    rank
        Place of each actor's identifier in order.

    Returns
    -------
    tuple of Shift
        Those whose rank differs, most risen first, most fallen last; equal ones by identifier.

    """
    both = [
        actor
        for actor in before.keys() & after.keys()
        if not (np.isnan(before[actor]) or np.isnan(after[actor]))
    ]
    was, becomes = _ranks(both, before), _ranks(both, after)
    moved = [
        Shift(actor, was[actor], becomes[actor], before[actor], after[actor])
        for actor in both
        if was[actor] != becomes[actor]
    ]
    return tuple(sorted(moved, key=lambda shift: (-shift.up, rank[shift.actor])))


def _ranks(actors: Sequence[int], values: Mapping[int, float]) -> dict[int, int]:
    """Give 1 + the number of strictly better ones; values alike to twelve digits are equal."""
    said = {actor: float(f"{values[actor]:.12g}") for actor in actors}
    ordered = np.sort(np.array(list(said.values())))
    return {
        actor: 1 + len(ordered) - int(np.searchsorted(ordered, value, "right"))
        for actor, value in said.items()
    }


def month_days(since: date, until: date) -> tuple[date, ...]:
    """Give the first day of each month after ``since`` up to ``until``, and the two themselves."""
    days = [since]
    # Months are counted from year 0, so that none is begun beyond the end of the calendar.
    for count in range(12 * since.year + since.month, 12 * until.year + until.month):
        first = date(count // 12, count % 12 + 1, 1)
        if first < until:
            days.append(first)
    return (*days, until) if until > since else (since,)
