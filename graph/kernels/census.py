"""Between whom somebody stands: open two-step ways counted by the sectors along them."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]

ROLES: Final = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")
"""Columns of the census: AAA, ABA, AAB, ABB, ABC, and all."""


def brokerage_census(
    out_ptr: ArrayLike,
    out_idx: ArrayLike,
    in_ptr: ArrayLike,
    in_idx: ArrayLike,
    group: ArrayLike,
    groups: int,
) -> Ints:
    """Count pairs a, b with a -> v -> b but not a -> b, by the groups of a, v and b.

    Parameters
    ----------
    out_ptr, out_idx, in_ptr, in_idx
        Arcs in compressed rows and the same backward; no loops, nobody twice in a row.
    group
        Shape (n,): 0 up to ``groups`` - 1; -1 has none and counts in the total only.
    groups
        Number of groups.

    Returns
    -------
    ndarray
        Shape (n, 6), int64: columns as ``ROLES``.

    Notes
    -----
    Products of counts by group give all pairs; those of one and the same and closed ones are
    subtracted. O(n · groups + Σ k²).

    """
    return _census(
        read_only(out_ptr, np.int64),
        read_only(out_idx, np.int32),
        read_only(in_ptr, np.int64),
        read_only(in_idx, np.int32),
        read_only(group, np.int64),
        groups,
    )


@kernel
def _take(census: Ints, v: int, one: int, own: int, other: int) -> None:
    """Subtract one pair from the role that its groups give v."""
    census[v, 5] -= 1
    if one < 0 or own < 0 or other < 0:
        return
    if one == own:
        census[v, 0 if other == own else 2] -= 1
    elif other == own:
        census[v, 3] -= 1
    else:
        census[v, 1 if one == other else 4] -= 1


@kernel
def _census(
    out_ptr: Ints, out_idx: Indices, in_ptr: Ints, in_idx: Indices, group: Ints, groups: int
) -> Ints:
    """Count all pairs by products, then subtract those that are none."""
    count = len(out_ptr) - 1
    census = np.zeros((count, 6), np.int64)
    marked = np.full(count, -1, np.int64)
    for v in range(count):
        own = group[v]
        senders = np.zeros(groups, np.int64)
        receivers = np.zeros(groups, np.int64)
        for at in range(in_ptr[v], in_ptr[v + 1]):
            if group[in_idx[at]] >= 0:
                senders[group[in_idx[at]]] += 1
        for at in range(out_ptr[v], out_ptr[v + 1]):
            marked[out_idx[at]] = v
            if group[out_idx[at]] >= 0:
                receivers[group[out_idx[at]]] += 1
        census[v, 5] = (in_ptr[v + 1] - in_ptr[v]) * (out_ptr[v + 1] - out_ptr[v])
        if own >= 0:
            foreign_in = senders.sum() - senders[own]
            foreign_out = receivers.sum() - receivers[own]
            same = (senders * receivers).sum() - senders[own] * receivers[own]
            census[v, 0] = senders[own] * receivers[own]
            census[v, 1] = same
            census[v, 2] = senders[own] * foreign_out
            census[v, 3] = foreign_in * receivers[own]
            census[v, 4] = foreign_in * foreign_out - same
        for at in range(in_ptr[v], in_ptr[v + 1]):
            a = in_idx[at]
            if marked[a] == v:
                _take(census, v, int(group[a]), own, int(group[a]))
            for step in range(out_ptr[a], out_ptr[a + 1]):
                b = out_idx[step]
                if marked[b] == v:
                    _take(census, v, int(group[a]), own, int(group[b]))
    return census
