"""How much of the network each actor would lose if the one other left who costs it most.

Guide: ``docs/methods/isolation.md``.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.analysis.sociogram import Rows

_NOBODY: Final = (0, 0, -1)


@dataclass(frozen=True, slots=True)
class Dependence:
    """What an actor's worst single loss costs it.

    Parameters
    ----------
    share
        Others lost, of those reached without the one who leaves; ``None`` where one or nobody is
        reached.
    on
        Index of the one who leaves; the first by identifier of equally costly ones, ``None`` if
        no loss costs anybody else.

    """

    share: float | None
    on: int | None


def dependences(
    rows: Rows, actors: Iterable[int], rank: NDArray[np.int32]
) -> dict[int, Dependence]:
    """Find the worst single loss of each of some actors.

    Parameters
    ----------
    rows
        Neighbours, in both directions.
    actors
        Indices.
    rank
        Place of each actor's identifier in order.

    Notes
    -----
    One depth-first pass over the components of the actors (Tarjan): whoever leaves cuts off the
    branches that have no other way round it. Time O(n + m), and for each actor the length of its
    way to the root of the pass.

    """
    told = dict[int, Dependence]()
    trees = dict[int, _Tree]()
    neighbours = (rows.ptr.tolist(), rows.idx.tolist())
    ranks = rank.tolist()
    for actor in actors:
        tree = trees.get(actor)
        if tree is None:
            tree = _Tree(*neighbours, actor, ranks)
            trees |= dict.fromkeys(tree.order, tree)
        told[actor] = tree.worst(actor)
    return told


class _Tree:
    """A component as a depth-first pass sees it."""

    def __init__(self, ptr: list[int], idx: list[int], root: int, rank: list[int]) -> None:
        self.order = list[int]()
        self._rank = rank
        self._parent = {root: -1}
        place, low = dict[int, int](), dict[int, int]()
        following = dict[int, int]()
        stack = [root]
        while stack:
            actor = stack[-1]
            if actor not in place:
                place[actor] = low[actor] = len(self.order)
                self.order.append(actor)
                following[actor] = ptr[actor]
            arc = following[actor]
            if arc < ptr[actor + 1]:
                following[actor] = arc + 1
                other = idx[arc]
                if other not in place:
                    self._parent[other] = actor
                    stack.append(other)
                elif other != self._parent[actor]:
                    low[actor] = min(low[actor], place[other])
            else:
                stack.pop()
                above = self._parent[actor]
                if above >= 0:
                    low[above] = min(low[above], low[actor])
        size = dict.fromkeys(self.order, 1)
        self._branches = dict[int, list[tuple[int, int]]]()
        """Of each actor: first and last place of each branch that hangs on it alone, in order."""
        for actor in reversed(self.order):
            above = self._parent[actor]
            if above < 0:
                continue
            size[above] += size[actor]
            if low[actor] >= place[above]:
                branch = (place[actor], place[actor] + size[actor] - 1)
                self._branches.setdefault(above, []).append(branch)
        for branches in self._branches.values():
            branches.reverse()
        self._hanging = {first for branches in self._branches.values() for first, _ in branches}
        self._place = place
        self._above = self._worst_above(place, size, rank)
        # Nothing but branches is left without the root, so nobody else sees it cut others off.
        self._lost = {
            one: sum(last - first + 1 for first, last in branches)
            for one, branches in self._branches.items()
            if one != root
        }
        self._costly = sorted(self._lost, key=lambda one: (-self._lost[one], rank[one]))

    def _worst_above(
        self, place: dict[int, int], size: dict[int, int], rank: list[int]
    ) -> dict[int, tuple[int, int, int]]:
        """Find for each actor who above it leaves it the smallest branch to be in."""
        others = len(self.order) - 1
        told = dict[int, tuple[int, int, int]]()
        for actor in self.order:
            above = self._parent[actor]
            least = told.get(above, _NOBODY)
            if above >= 0 and place[actor] in self._hanging:
                least = min(least, (size[actor] - others, rank[above], above))
            told[actor] = least
        return told

    def _cuts_off(self, actor: int, place: int) -> bool:
        """Whether a place is in a branch that hangs on an actor alone."""
        branches = self._branches[actor]
        before = bisect_right(branches, (place, len(self.order))) - 1
        return before >= 0 and place <= branches[before][1]

    def worst(self, actor: int) -> Dependence:
        """Find whose leaving costs an actor most."""
        others = len(self.order) - 1
        if others <= 1:
            return Dependence(None, None)
        place, least = self._place[actor], self._above[actor]
        for one in self._costly:
            if one != actor and not self._cuts_off(one, place):
                least = min(least, (-self._lost[one], self._rank[one], one))
                break
        lost, _, on = least
        return Dependence(-lost / (others - 1), on if lost < 0 else None)
