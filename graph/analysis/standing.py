"""How many others somebody is joined to, and how closely: degree and strength.

Definitions: ``docs/methods/degree.md``.
"""

from dataclasses import dataclass

import numpy as np

from graph.analysis.sociogram import Floats, Ints, Rows, Sociogram


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Counts and sums of each vertex; an isolate has 0 of all.

    Parameters
    ----------
    alters
        Shape (n,), int64: distinct neighbours, whichever way the arcs point.
    out_degree, in_degree
        Shape (n,), int64: whom it can approach, and who can approach it; without direction both
        equal ``alters``.
    strength, out_strength, in_strength
        Shape (n,), float64: summed strengths, of records that count once for the first.

    """

    alters: Ints
    out_degree: Ints
    in_degree: Ints
    strength: Floats
    out_strength: Floats
    in_strength: Floats

    @classmethod
    def of(cls, graph: Sociogram) -> "Standing":
        """Count and add up. Time O(m).

        Sources: Freeman (1979), Social Networks 1:215; Barrat et al. (2004), PNAS 101:3747.
        """
        return cls(
            _degree(graph.both),
            _degree(graph.out),
            _degree(graph.back),
            graph.both.sums(),
            graph.out.sums(),
            graph.back.sums(),
        )

    def share_of_others(self) -> Floats:
        """Give ``alters`` as a share of all others: 0 to 1; NaN where there is nobody else."""
        others = len(self.alters) - 1
        if others < 1:
            return np.full(len(self.alters), np.nan)
        return self.alters / others


def _degree(rows: Rows) -> Ints:
    return np.diff(rows.ptr)
