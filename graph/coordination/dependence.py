"""How much of the network each actor would lose if the one other left who costs it most.

Guide: ``docs/methods/isolation.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analysis.sociogram import Rows


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
        self._branch = dict[int, int]()
        """Size of the branch below each actor that hangs on the one above it alone."""
        self._lost = dict[int, int]()
        """How many hang below each actor who cuts branches off."""
        size = dict.fromkeys(self.order, 1)
        for actor in reversed(self.order):
            above = self._parent[actor]
            if above < 0:
                continue
            size[above] += size[actor]
            if low[actor] >= place[above]:
                self._branch[actor] = size[actor]
                self._lost[above] = self._lost.get(above, 0) + size[actor]
        # Nothing but branches is left without the root, so nobody else sees it cut others off.
        self._lost.pop(root, None)
        self._costly = sorted(self._lost, key=lambda one: (-self._lost[one], rank[one]))

    def worst(self, actor: int) -> Dependence:
        """Find whose leaving costs an actor most."""
        others = len(self.order) - 1
        if others <= 1:
            return Dependence(None, None)
        costs = list[tuple[int, int, int]]()
        apart = {actor}  # who cuts off the branch in which the actor itself is
        below = actor
        while (above := self._parent[below]) >= 0:
            if below in self._branch:
                apart.add(above)
                costs.append((self._branch[below] - others, self._rank[above], above))
            below = above
        for one in self._costly:
            if one not in apart:
                costs.append((-self._lost[one], self._rank[one], one))
                break
        least, _, on = min(costs, default=(0, 0, -1))
        return Dependence(-least / (others - 1), on if least < 0 else None)
