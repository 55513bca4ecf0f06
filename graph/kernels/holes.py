"""Structural holes: how much somebody's neighbours are joined to each other."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Floats = NDArray[np.float64]


def structural_holes(
    ptr: ArrayLike, idx: ArrayLike, weight: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Compute constraint, effective size and hierarchy in one pass.

    Parameters
    ----------
    ptr, idx, weight
        Symmetric compressed rows of summed strengths: int64, int32, float64; no loops.

    Returns
    -------
    constraint, effective_size, hierarchy
        Shape (n,), float64; NaN for isolates.

    Notes
    -----
    O(Σ k²): the neighbours of each vertex are marked with their place, then the neighbours of
    neighbours walked once.

    """
    return _holes(read_only(ptr, np.int64), read_only(idx, np.int32), read_only(weight, np.float64))


@kernel
def _holes(ptr: Ints, idx: Indices, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Mark the neighbours of each vertex, then walk theirs."""
    count = len(ptr) - 1
    summed, most = np.zeros(count), np.zeros(count)
    for i in range(count):
        for at in range(ptr[i], ptr[i + 1]):
            summed[i] += weight[at]
            most[i] = max(most[i], weight[at])
    constraint = np.full(count, np.nan)
    effective = np.full(count, np.nan)
    hierarchy = np.full(count, np.nan)
    marked = np.full(count, -1, np.int64)
    share = np.zeros(count)
    for i in range(count):
        size = ptr[i + 1] - ptr[i]
        if size == 0:
            continue
        for at in range(ptr[i], ptr[i + 1]):
            marked[idx[at]] = i
            share[idx[at]] = weight[at] / summed[i]
        redundant = 0.0
        for at in range(ptr[i], ptr[i + 1]):
            q = idx[at]
            direct = weight[at] / summed[i]
            for step in range(ptr[q], ptr[q + 1]):
                j = idx[step]
                if marked[j] == i:
                    share[j] += direct * weight[step] / summed[q]
                    redundant += direct * weight[step] / most[j]
        total = 0.0
        for at in range(ptr[i], ptr[i + 1]):
            total += share[idx[at]] ** 2
        constraint[i] = total
        effective[i] = size - redundant
        if size == 1:
            hierarchy[i] = 1.0
            continue
        uneven = 0.0
        for at in range(ptr[i], ptr[i + 1]):
            ratio = share[idx[at]] ** 2 * size / total
            uneven += ratio * math.log(ratio)
        hierarchy[i] = uneven / (size * math.log(size))
    return constraint, effective, hierarchy
