"""What falls apart: pieces, cut points and bridges, by one search in depth."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Flags = NDArray[np.bool_]


def cut_structure(ptr: ArrayLike, idx: ArrayLike) -> tuple[Indices, Ints, Flags]:
    """Find components, cut points and bridges.

    Parameters
    ----------
    ptr, idx
        Symmetric compressed rows, int64 and int32: no loops, nobody twice in a row.

    Returns
    -------
    component
        Shape (n,), int32: numbered by first vertex.
    gained
        Shape (n,), int64: by how many the number of components of the others exceeds what it
        was; above 0 is a cut point, and an isolate, like everybody else, has at least 0.
    is_bridge
        Shape (m,), bool: beside ``idx``; both directions of a bridge are marked.

    Notes
    -----
    O(n + m), without recursion: a chain of any length is searched. Source: Tarjan (1972), SIAM
    Journal on Computing 1:146.

    """
    return _cuts(read_only(ptr, np.int64), read_only(idx, np.int32))


@kernel
def _cuts(ptr: Ints, idx: Indices) -> tuple[Indices, Ints, Flags]:
    """Search in depth from each first vertex, keeping how far up each branch leads back."""
    count = len(ptr) - 1
    component = np.full(count, -1, np.int32)
    gained = np.zeros(count, np.int64)
    is_bridge = np.zeros(len(idx), np.bool_)
    found = np.zeros(count, np.int64)
    low = np.zeros(count, np.int64)
    entered = np.full(count, -1, np.int64)
    following = ptr[:-1].copy()
    stack = np.empty(count, np.int64)
    clock = 0
    pieces = 0
    for root in range(count):
        if component[root] >= 0:
            continue
        depth = 0
        stack[0] = root
        component[root] = pieces
        clock += 1
        found[root] = low[root] = clock
        below = 0
        while depth >= 0:
            v = stack[depth]
            if following[v] < ptr[v + 1]:
                at = following[v]
                following[v] += 1
                other = idx[at]
                if component[other] < 0:
                    component[other] = pieces
                    clock += 1
                    found[other] = low[other] = clock
                    entered[other] = at
                    depth += 1
                    stack[depth] = other
                elif depth == 0 or other != stack[depth - 1]:
                    low[v] = min(low[v], found[other])
                continue
            depth -= 1
            if depth < 0:
                break
            parent = stack[depth]
            low[parent] = min(low[parent], low[v])
            if low[v] > found[parent]:
                is_bridge[entered[v]] = True
                for at in range(ptr[v], ptr[v + 1]):
                    if idx[at] == parent:
                        is_bridge[at] = True
            if depth == 0:
                below += 1
            elif low[v] >= found[parent]:
                gained[parent] += 1
        gained[root] = max(below - 1, 0)
        pieces += 1
    return component, gained, is_bridge
