"""How close two are on a day, all that is known of it, and what of it is used.

Guide: ``docs/methods/strength.md``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.network import NetworkView, TieColumns, tie_row
from graph.records.ties import Tie
from graph.strength.colleagues import colleague_strength
from graph.strength.factors import StrengthFactors, explain
from graph.strength.strength import PairStrengths
from graph.strength.ties import tie_strengths
from graph.strength.used import Speaks, strength_used


@dataclass(frozen=True, slots=True)
class Closeness:
    """The strength of a pair and where it comes from; ``None`` is not known, never 0.

    Parameters
    ----------
    strength, speaks
        The strength used, and what says so.
    override
        A person's word that holds on the day; of several the newest.
    computed
        From what happened between the two, taken apart.
    stated, prior
        The largest that their ties state, and that the types of these let assume.
    colleague
        From positions held together.
    override_tie
        Place, among the ties given, of the one whose override speaks.

    """

    strength: float | None
    speaks: Speaks | None
    override: float | None
    computed: StrengthFactors | None
    stated: float | None
    colleague: float | None
    prior: float | None
    override_tie: int | None


def closeness_between(
    view: NetworkView, computed: PairStrengths, one: int, other: int, ties: Sequence[Tie]
) -> Closeness:
    """Tell how close two are on a day.

    Parameters
    ----------
    view
        Network on a day; nothing later is seen.
    computed
        Computed strengths of the same view.
    one, other
        Indices of two actors.
    ties
        Ties between the two that are asked about, in either direction. Those that have not begun,
        and those that have ended and faded, say nothing.

    Notes
    -----
    Where all these ties carry introductions in a direction, it is the strength of the hop in that
    direction (``graph.access.hops.hops_of``).

    """
    words = [type_.id for type_ in view.network.types]
    rows = TieColumns.of_rows(
        [
            tie_row(place, tie, one, other, words)
            for place, tie in enumerate(ties)
            if tie.since is None or tie.since.day <= view.day
        ]
    )
    said = tie_strengths(view, rows, computed)
    carrying = np.flatnonzero(said.carries)
    overrides = carrying[~np.isnan(said.override[carrying])]
    order = np.lexsort((-said.override[overrides], -said.override_since[overrides]))
    newest = overrides[order[:1]]
    factors = explain(view, one, other)
    known = {
        "override": float(said.override[newest[0]]) if len(newest) else math.nan,
        "computed": math.nan if factors is None else factors.strength,
        "stated": _largest(said.stated[carrying]),
        "colleague": _number(colleague_strength(view, one, other)),
        "prior": _largest(said.prior[carrying]),
    }
    used, speaks = strength_used(**{name: np.array([value]) for name, value in known.items()})
    strength = _known(used[0])
    return Closeness(
        strength=strength,
        speaks=None if strength is None else Speaks(int(speaks[0])),
        override=_known(known["override"]),
        computed=factors,
        stated=_known(known["stated"]),
        colleague=_known(known["colleague"]),
        prior=_known(known["prior"]),
        override_tie=int(rows.key[newest[0]]) if len(newest) else None,
    )


def _largest(values: NDArray[Any]) -> float:
    return float(np.fmax.reduce(values, initial=math.nan))


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
