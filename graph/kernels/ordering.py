"""Vertices in breadth-first order, so that neighbours stand close together in memory."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kernels.cache import kernel

Indices = NDArray[np.int32]
Ints = NDArray[np.int64]

_NOT_YET: Final = -1


@kernel
def breadth_first_order(ptr: Ints, idx: Indices) -> Indices:
    """Order vertices by breadth-first searches along the arcs, each from the first not yet found.

    Returns
    -------
    order
        Shape (n,), int32: the vertex at each place.

    """
    count = len(ptr) - 1
    order = np.empty(count, dtype=np.int32)
    is_found = np.zeros(count, dtype=np.bool_)
    found = 0
    at = 0
    for start in range(count):
        if is_found[start]:
            continue
        is_found[start] = True
        order[found] = start
        found += 1
        while at < found:
            vertex = order[at]
            at += 1
            for arc in range(ptr[vertex], ptr[vertex + 1]):
                if not is_found[idx[arc]]:
                    is_found[idx[arc]] = True
                    order[found] = idx[arc]
                    found += 1
    return order


@kernel
def relabelled(ptr: Ints, idx: Indices, order: Indices) -> tuple[Ints, Indices, Ints]:
    """Name vertices by their places in an order.

    Returns
    -------
    ptr, idx
        The same graph by the new names; a row keeps the order of its elements.
    arc
        Shape (m,), int64: where each element stood.

    """
    count = len(ptr) - 1
    place = np.empty(count, dtype=np.int32)
    for new in range(count):
        place[order[new]] = new
    new_ptr = np.zeros(count + 1, dtype=np.int64)
    new_idx = np.empty(len(idx), dtype=np.int32)
    arcs = np.empty(len(idx), dtype=np.int64)
    filled = 0
    for new in range(count):
        vertex = order[new]
        for arc in range(ptr[vertex], ptr[vertex + 1]):
            new_idx[filled] = place[idx[arc]]
            arcs[filled] = arc
            filled += 1
        new_ptr[new + 1] = filled
    return new_ptr, new_idx, arcs


@kernel
def reversed_rows(ptr: Ints, idx: Indices) -> tuple[Ints, Indices, Ints]:
    """Turn all arcs round.

    Returns
    -------
    ptr, idx
        Who points to each vertex, rising.
    arc
        Shape (m,), int64: place of each arc in the rows given.

    """
    count = len(ptr) - 1
    back_ptr = np.zeros(count + 1, dtype=np.int64)
    for vertex in idx:
        back_ptr[vertex + 1] += 1
    for vertex in range(count):
        back_ptr[vertex + 1] += back_ptr[vertex]
    at = back_ptr[:-1].copy()
    back_idx = np.empty(len(idx), dtype=np.int32)
    arcs = np.empty(len(idx), dtype=np.int64)
    for vertex in range(count):
        for arc in range(ptr[vertex], ptr[vertex + 1]):
            back_idx[at[idx[arc]]] = vertex
            arcs[at[idx[arc]]] = arc
            at[idx[arc]] += 1
    return back_ptr, back_idx, arcs
