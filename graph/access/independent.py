"""Routes that depend on no person in common, and people whom no route can do without.

Guide: ``docs/access-paths.md``. Everything here works on arcs and indices; ``graph.access.choices``
dresses the answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from graph.kernels import Arcs, Corridor, best_routes, corridor_between

MOST_INDEPENDENT: Final = 3
BUDGET: Final = 3_000
"""Routes looked at before a search for independent ones settles for the best set found."""
MOST_STEPS_COUNTED: Final = 4
"""Up to here the number of independent routes is one small flow; from five steps on it is hard."""

_FIRST_LOOK: Final = 8  # routes asked for at first, then four times as many

Path = tuple[int, ...]
_Found = tuple[int, Path]  # length and actors: in a corridor, their order is that of routes


@dataclass(frozen=True, slots=True)
class IndependentSet:
    """Routes of which no two share an actor but ends.

    Parameters
    ----------
    paths
        Indices of the actors of each, best first.
    number
        How many there are at most, of any k; ``None`` where only ``len(paths)`` are known of.
    is_exact
        There are no more (up to k), and no others so many have a greater product. False if the
        search stopped at its budget: then these are the best ones seen.

    """

    paths: tuple[Path, ...]
    number: int | None
    is_exact: bool


def independent_set(
    arcs: Arcs,
    starts: Sequence[int],
    targets: Sequence[int],
    *,
    k: int = MOST_INDEPENDENT,
    max_steps: int,
    avoid: Sequence[int] = (),
    through: Sequence[int] = (),
    budget: int = BUDGET,
) -> IndependentSet:
    """Find as many routes as there are, up to k, that share no actor but ends.

    Among as many the greatest product of probabilities wins; of equal products fewer steps in all,
    then the set whose routes come first.

    Parameters
    ----------
    arcs
        What a route may use.
    starts, targets
        Indices of actors; nobody is both. Routes may share a start or a target.
    k
        1 to 3.
    max_steps
        1 to 6.
    avoid
        Indices of actors on no route.
    through
        Indices of at most three actors on every route. Where one of them is no end, or two are
        starts, there is one independent route at most.
    budget
        Routes looked at before the search settles for less than exact.

    Raises
    ------
    ValueError
        If a limit is passed.

    Notes
    -----
    Up to four steps the number is one flow with actors of capacity 1; Menger's theorem fails from
    five on, where the problem is NP-complete (Itai, Perl & Shiloach 1982). The set is found depth
    first over routes in their order, cut where the next route is too unlikely. Deleting the best
    route and asking again is not enough: it may leave none.

    References
    ----------
    Itai, A., Perl, Y., & Shiloach, Y. (1982). The complexity of finding maximum disjoint paths
    with length constraints. Networks, 12, 277-286. doi:10.1002/net.3230120306

    """
    if not 1 <= k <= MOST_INDEPENDENT:
        raise ValueError(f"k is {k}; ask for 1 to {MOST_INDEPENDENT} independent routes.")
    required = set(through)
    if required - set(starts) - set(targets) or len(required & set(starts)) > 1:
        found, _ = best_routes(arcs, starts, targets, through, avoid, k=1, max_steps=max_steps)
        return IndependentSet(tuple(map(tuple, found)), len(found), is_exact=True)
    # A route that has to meet an end begins or ends there: a longer one is worse.
    first = [start for start in starts if start in required] or starts
    last = [target for target in targets if target in required] or targets
    if len(required & set(targets)) > 1:
        return IndependentSet((), 0, is_exact=True)
    others = [target for target in targets if target not in last]  # a route ends at any of them
    cut = corridor_between(arcs, first, last, [*avoid, *others], max_steps=max_steps)
    if not len(cut.arcs):
        return IndependentSet((), 0, is_exact=True)
    number = most_independent(cut, max_steps) if max_steps <= MOST_STEPS_COUNTED else None
    search = _Search(cut, max_steps, budget)
    found = search.most(k if number is None else min(k, number))
    if number is None and not search.is_spent and len(found) < k:
        number = len(found)
    return IndependentSet(tuple(map(cut.outside, found)), number, not search.is_spent)


def indispensable(
    arcs: Arcs,
    starts: Sequence[int],
    targets: Sequence[int],
    *,
    max_steps: int,
    avoid: Sequence[int] = (),
    through: Sequence[int] = (),
) -> tuple[int, ...]:
    """Find the only doors: actors between the ends whom no route within the limit can do without.

    Those whom the question itself requires are not counted.

    Returns
    -------
    tuple of int
        In the order of the best route, on which all of them stand; empty if there is no route.

    """

    def best(*besides: int) -> list[list[int]]:
        left_out = [*avoid, *besides]
        return best_routes(arcs, starts, targets, through, left_out, k=1, max_steps=max_steps)[0]

    between = [actor for path in best() for actor in path[1:-1] if actor not in through]
    return tuple(actor for actor in between if not best(actor))


def most_independent(cut: Corridor, max_steps: int) -> int:
    """Count the routes of at most four steps that can share no actor but ends.

    A direct hop stands in nobody's way. Whoever is one hop from a start and one hop from a target
    is a route of two steps, and no other route needs that actor more. What is left are chains of
    two or three, first to last, through actors of capacity 1.
    """
    if max_steps > MOST_STEPS_COUNTED:
        raise ValueError(f"max_steps is {max_steps}; a flow counts up to {MOST_STEPS_COUNTED}.")
    arcs = cut.arcs
    count = len(arcs)
    tails, heads = np.repeat(np.arange(count), np.diff(arcs.out_ptr)), arcs.out_idx
    is_start, is_target = _marks(count, cut.sources), _marks(count, cut.targets)
    direct = int(np.count_nonzero(is_start[tails] & is_target[heads]))
    if max_steps == 1:
        return direct
    between = ~(is_start | is_target)
    is_first = _marks(count, heads[is_start[tails]]) & between
    is_last = _marks(count, tails[is_target[heads]]) & between
    common = is_first & is_last
    number = direct + int(np.count_nonzero(common))
    if max_steps == 2:  # noqa: PLR2004 - two steps have one actor between
        return number
    is_first &= ~common
    is_last &= ~common
    middle = between & ~is_first & ~is_last & ~common
    if max_steps == 3:  # noqa: PLR2004 - three steps have no middle
        middle[:] = False
    return number + _chains(tails, heads, is_first, middle, is_last)


def _chains(
    tails: NDArray[np.int64],
    heads: NDArray[np.int32],
    is_first: NDArray[np.bool_],
    is_middle: NDArray[np.bool_],
    is_last: NDArray[np.bool_],
) -> int:
    """Count chains first, last or first, middle, last that share nobody."""
    count = len(is_first)
    leaves, arrives = 2 * count, 2 * count + 1  # an actor of the middle is two, in and out
    first, middle, last = (np.flatnonzero(kind) for kind in (is_first, is_middle, is_last))
    pairs: list[tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]] = [
        (np.full(len(first), leaves), first),
        (last, np.full(len(last), arrives)),
        (middle, count + middle),
    ]
    for one, other, shift in (
        (is_first, is_last, 0),
        (is_first, is_middle, 0),
        (is_middle, is_last, count),
    ):
        rows = one[tails] & other[heads]
        pairs.append((tails[rows] + shift, heads[rows]))
    source, target = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    capacity = csr_array(
        (np.ones(len(source), np.int32), (source, target)), shape=(arrives + 1, arrives + 1)
    )
    return int(maximum_flow(capacity, leaves, arrives).flow_value)


def _marks(count: int, actors: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    marks = np.zeros(count, np.bool_)
    marks[actors] = True
    return marks


@dataclass(slots=True)
class _Best:
    """The best set of one size so far."""

    total: int
    paths: tuple[Path, ...]


@dataclass(slots=True)
class _Search:
    """Depth first over routes in their order."""

    cut: Corridor
    max_steps: int
    budget: int
    looked_at: int = 0
    seen: dict[int, _Best] = field(default_factory=dict[int, _Best])

    @property
    def is_spent(self) -> bool:
        """Whether the search stopped at its budget."""
        return self.looked_at > self.budget

    def most(self, size: int) -> tuple[Path, ...]:
        """Find the best set of ``size`` routes, else of fewer."""
        for wanted in range(size, 0, -1):
            self._extend((), (), wanted)
            if wanted in self.seen:
                return self.seen[wanted].paths
            if self.is_spent:
                return self.seen[max(self.seen)].paths if self.seen else ()
            self.seen.clear()  # they were cut against a larger size
        return ()

    def _extend(self, chosen: tuple[_Found, ...], used: Path, wanted: int) -> None:
        """Try all routes after the last one chosen that meet none of the used actors."""
        missing = wanted - len(chosen)
        total = sum(length for length, _ in chosen)
        for found in self._in_order(used, 1 + len(chosen) if missing == 1 else _FIRST_LOOK):
            if self.is_spent:
                return
            length, path = found
            best = self.seen.get(wanted)
            if best and total + missing * length >= best.total:
                return  # of equal sets the first one seen stays
            if found in chosen:  # a direct hop uses nobody
                continue
            if chosen and found < chosen[-1]:
                if missing == 1:
                    return  # this set was met when the better of the two was chosen first
                continue
            self._note((*chosen, found), total + length)
            if missing > 1:
                self._extend((*chosen, found), (*used, *path[1:-1]), wanted)
            else:
                return

    def _note(self, chosen: tuple[_Found, ...], total: int) -> None:
        known = self.seen.get(len(chosen))
        if known is None or total < known.total:
            self.seen[len(chosen)] = _Best(total, tuple(path for _, path in chosen))

    def _in_order(self, used: Path, at_first: int) -> Iterator[_Found]:
        """Give routes that meet none of the used actors, best first, and count them."""
        k, given = at_first, 0
        while True:
            paths, lengths = best_routes(
                self.cut.arcs,
                self.cut.sources,
                self.cut.targets,
                (),
                used,
                k=k,
                max_steps=self.max_steps,
            )
            for found in zip(lengths[given:], map(tuple, paths[given:]), strict=True):
                self.looked_at += 1
                yield found
            if len(paths) < k:
                return
            given, k = k, min(4 * k, k + 1 + self.budget)
