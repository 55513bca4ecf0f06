"""Time to be in touch again: pairs silent for longer than is usual between them.

Guide: ``docs/methods/strength.md``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.network import ActorFlag
from graph.strength.acquaintance import spread_of
from graph.strength.strength import STALE, PairStrengths

BEYOND_REACH: Final = (
    ActorFlag.DECEASED | ActorFlag.OPTED_OUT | ActorFlag.REMOVED | ActorFlag.MERGED
)
"""Whom nobody greets any more. Who is not to be asked for introductions still likes a greeting."""

Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class CoolingNotices:
    """Who should greet whom by when, the most overdue first.

    Parameters
    ----------
    greeter, greeted
        Indices of the two.
    newest, due
        Epoch days: the last contact of the quieter side, and until when the pair would not be
        unusually silent.
    usual_gap
        Days usual between contacts of the quieter side.
    overdue_days
        Days since ``due``; 0 or less while it lies ahead.
    strength
        Strength of the pair on the day.
    is_embedded
        Embedded pairs may be silent for four usual gaps, bridges for three.

    """

    greeter: Indices
    greeted: Indices
    newest: Indices
    due: Indices
    usual_gap: Indices
    overdue_days: NDArray[np.int64]
    strength: NDArray[np.float64]
    is_embedded: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.greeter)


def due_days(strengths: PairStrengths) -> NDArray[np.int64]:
    """Epoch day until which each pair may be silent; only for pairs with a usual gap."""
    newest = strengths.newest[np.arange(len(strengths)), strengths.quieter].astype(np.int64)
    return newest + spread_of(strengths.is_embedded) * strengths.usual_gap


def cooling_notices(
    strengths: PairStrengths,
    *,
    ours: NDArray[np.bool_] | None = None,
    ahead_days: int = 0,
    least: float = STALE,
) -> CoolingNotices:
    """Find the pairs that have been silent for longer than is usual between them.

    Parameters
    ----------
    strengths
        Strengths of the day.
    ours
        Shape (n,), bool: only pairs with one end among these, who greets; of pairs among
        themselves and where nothing is given the junior greets the senior and everybody a
        leader, else the side that is in touch more. ``None``: all pairs.
    ahead_days
        Also what will be due within so many days if nothing happens.
    least
        Leave out relationships that have gone below this strength: they are no longer cooling.

    Notes
    -----
    Silence counts from the last contact of the quieter side, whose gaps are the usual ones. A
    pair of which one side never answered has no notice.

    """
    view = strengths.view
    gone = (view.network.actors.flags & BEYOND_REACH) != 0
    due = due_days(strengths)
    is_due = (view.day + ahead_days > due) & (strengths.usual_gap > 0)
    is_due &= (strengths.strength >= least) & ~gone[strengths.a] & ~gone[strengths.b]
    if ours is not None:
        is_due &= ours[strengths.a] | ours[strengths.b]
    rows = np.flatnonzero(is_due)
    newest = strengths.newest[rows, strengths.quieter[rows]]
    silence = (view.day - newest.astype(np.int64)) / (due[rows] - newest)
    order = np.lexsort((strengths.codes[rows], -strengths.strength[rows], -silence))
    rows, newest = rows[order], newest[order]
    greets = _first_greets(strengths, rows, ours)
    a, b = strengths.a[rows], strengths.b[rows]
    return CoolingNotices(
        np.where(greets, a, b),
        np.where(greets, b, a),
        newest,
        due[rows].astype(np.int32),
        strengths.usual_gap[rows],
        view.day - due[rows],
        strengths.strength[rows],
        strengths.is_embedded[rows],
    )


def _first_greets(
    strengths: PairStrengths, rows: NDArray[np.int64], ours: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Tell of each pair whether a is the one to greet b."""
    a, b = strengths.a[rows], strengths.b[rows]
    actors, ids = strengths.view.network.actors, strengths.view.network.rank
    of_a, of_b = strengths.depths[rows, 0], strengths.depths[rows, 1]
    greets = np.where(of_a == of_b, ids[a] < ids[b], of_a > of_b)
    level_a, level_b = actors.seniority[a], actors.seniority[b]
    is_known = (level_a > 0) & (level_b > 0) & (level_a != level_b)
    greets = np.where(is_known, level_a < level_b, greets)
    leads_a, leads_b = ((actors.flags[ends] & ActorFlag.LEADER) != 0 for ends in (a, b))
    greets = np.where(leads_a == leads_b, greets, leads_b)
    if ours is not None:
        greets = np.where(ours[a] == ours[b], greets, ours[a])
    return greets
