"""A graph to measure: vertices, and the strengths between them in compressed rows.

Definitions: ``docs/methods/views.md``.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Neighbours in compressed rows: those of i stand from ``ptr[i]`` up to ``ptr[i + 1]``.

    ``ptr`` int64 of n + 1; ``idx`` int32, rising within a row, nobody twice and nobody himself;
    ``weight`` float64, above 0 and finite.
    """

    ptr: Ints
    idx: Indices
    weight: Floats

    @classmethod
    def of(cls, count: int, source: ArrayLike, target: ArrayLike, weight: ArrayLike) -> Self:
        """Compress arcs; parallel ones become one of their summed weight, loops are dropped.

        Raises
        ------
        ValueError
            If a weight is negative or no finite number. One of 0 is no arc.

        """
        sources, targets = np.asarray(source, np.int32), np.asarray(target, np.int32)
        weights = np.asarray(weight, np.float64)
        if not (np.isfinite(weights) & (weights >= 0)).all():
            raise ValueError("Strengths must be finite numbers of 0 or more.")
        counts = (sources != targets) & (weights > 0)
        # Equal pairs are summed in the order of their weights, never in that of rows.
        order = np.flatnonzero(counts)
        order = order[np.lexsort((weights[order], targets[order], sources[order]))]
        codes = (sources[order].astype(np.int64) << 32) | targets[order]
        first = np.flatnonzero(np.diff(codes, prepend=-1))
        summed = np.add.reduceat(weights[order], first) if len(first) else np.empty(0)
        ptr = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(sources[order[first]], minlength=count), out=ptr[1:])
        return cls(ptr, targets[order[first]], summed)

    def __len__(self) -> int:
        return len(self.idx)

    @property
    def count(self) -> int:
        """Number of vertices."""
        return len(self.ptr) - 1

    @property
    def source(self) -> Indices:
        """Whose row each element stands in."""
        return np.repeat(np.arange(self.count, dtype=np.int32), np.diff(self.ptr))

    def sums(self, values: NDArray[Any] | None = None) -> Floats:
        """Add values up along each row; ``None``: the weights."""
        added = np.zeros(self.count)
        np.add.at(added, self.source, self.weight if values is None else values)
        return added

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.ptr.nbytes + self.idx.nbytes + self.weight.nbytes


@dataclass(frozen=True, eq=False)
class Sociogram:
    """Vertices in the order of their identifiers, and who stands to whom how closely.

    Parameters
    ----------
    out
        Arcs as "can approach".
    both
        The same without direction: each record counts once, whichever way it points.
    is_directed
        Whether any arc lacks its like the other way round.
    actors
        Shape (n,), int32: index of each vertex in the network; rising ranks of identifiers, so
        that no answer depends on the order of rows.

    """

    out: Rows
    both: Rows
    is_directed: bool
    actors: Indices

    @classmethod
    def of(
        cls,
        actors: ArrayLike,
        source: ArrayLike,
        target: ArrayLike,
        weight: ArrayLike,
        is_mutual: ArrayLike,
        *,
        least: float = 0.0,
    ) -> Self:
        """Draw records.

        Parameters
        ----------
        actors
            Index in the network of each vertex.
        source, target
            Vertices: places in ``actors``; one element a record.
        weight
            Strength of each record; several of one pair are added up.
        is_mutual
            Whether the record holds both ways. It counts once in ``both``.
        least
            Weakest pair kept, after adding up: of ``out`` and of ``both`` by their own sums.

        Raises
        ------
        ValueError
            If a weight is negative or no finite number.

        """
        vertices = np.asarray(actors, np.int32)
        one, other = np.asarray(source, np.int32), np.asarray(target, np.int32)
        weights, mutual = np.asarray(weight, np.float64), np.asarray(is_mutual, np.bool_)
        count = len(vertices)
        out = Rows.of(
            count,
            np.concatenate([one, other[mutual]]),
            np.concatenate([other, one[mutual]]),
            np.concatenate([weights, weights[mutual]]),
        )
        both = Rows.of(
            count,
            np.concatenate([one, other]),
            np.concatenate([other, one]),
            np.concatenate([weights, weights]),
        )
        if least > 0:
            out, both = _at_least(out, least), _at_least(both, least)
        return cls(out, both, not bool(mutual.all()) and not _is_symmetric(out), vertices)

    def __len__(self) -> int:
        return len(self.actors)

    @cached_property
    def back(self) -> Rows:
        """The arcs the other way round: by whom one can be approached."""
        if not self.is_directed:
            return self.out
        return Rows.of(len(self), self.out.idx, self.out.source, self.out.weight)

    @cached_property
    def components(self) -> Indices:
        """Number of the component of each vertex, direction aside; by its first vertex."""
        skeleton = csr_array(
            (np.ones(len(self.both), np.int8), self.both.idx, self.both.ptr),
            shape=(len(self), len(self)),
        )
        return connected_components(skeleton, directed=False)[1].astype(np.int32)

    @cached_property
    def nbytes(self) -> int:
        """Bytes held."""
        held = {id(rows): rows.nbytes for rows in (self.out, self.both, self.back)}
        return sum(held.values()) + self.actors.nbytes


def _at_least(rows: Rows, least: float) -> Rows:
    kept = rows.weight >= least
    return Rows.of(rows.count, rows.source[kept], rows.idx[kept], rows.weight[kept])


def _is_symmetric(rows: Rows) -> bool:
    source = rows.source
    order = np.lexsort((source, rows.idx))
    return (
        np.array_equal(rows.idx[order], source)
        and np.array_equal(source[order], rows.idx)
        and np.array_equal(rows.weight[order], rows.weight)
    )
