"""Who stands between those who do not know each other: structural holes and cut points.

Definitions: ``docs/methods/structural-holes.md``.
"""

from dataclasses import dataclass

import numpy as np

from graph.analysis.sociogram import Floats, Rows, Sociogram
from graph.kernels import cut_structure, structural_holes


@dataclass(frozen=True, slots=True, eq=False)
class StructuralHoles:
    """Burt's measures of each vertex; NaN for isolates.

    Parameters
    ----------
    constraint
        Above 0, not bounded by 1: how much all contacts lead back to the same ones.
    effective_size
        Contacts minus what they share among each other.
    efficiency
        The same as a share of the number of contacts.
    hierarchy
        0 to 1: whether the constraint comes from one contact alone.

    """

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats

    @classmethod
    def of(cls, graph: Sociogram) -> "StructuralHoles":
        """Compute all of them in one pass, O(Σ k²).

        Strengths of both directions are added up, so that whoever is only approached has values
        too. Sources: Burt (1992), Structural Holes, ch. 2; Borgatti (1997), Connections 20:35.
        """
        rows = _mutual_sums(graph)
        constraint, effective, hierarchy = structural_holes(rows.ptr, rows.idx, rows.weight)
        size = np.diff(rows.ptr)
        efficiency = np.divide(effective, size, out=np.full(len(graph), np.nan), where=size > 0)
        return cls(constraint, effective, efficiency, hierarchy)


def pieces_gained(graph: Sociogram) -> Floats:
    """Count the pieces by which a network falls apart further without each vertex.

    Returns
    -------
    ndarray
        Shape (n,): above 0 for cut points; direction does not matter. O(n + m).

    """
    _, gained, _ = cut_structure(graph.both.ptr, graph.both.idx)
    return gained.astype(np.float64)


def _mutual_sums(graph: Sociogram) -> Rows:
    """Add up both directions of each pair; without direction all double, which changes nothing."""
    if not graph.is_directed:
        return graph.out
    source, target, weight = graph.out.source, graph.out.idx, graph.out.weight
    return Rows.of(
        len(graph),
        np.concatenate([source, target]),
        np.concatenate([target, source]),
        np.concatenate([weight, weight]),
    )
