"""On how many shortest routes each vertex and each tie lies: Brandes, 32 sources in lock step.

Guide: ``docs/methods/betweenness.md``. Sums over sources only: what becomes of them, halves for
graphs without direction, scales for samples and norms, is the caller's.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.kernels.arrays import read_only
from graph.kernels.cache import kernel
from graph.kernels.closeness import Adjacency
from graph.kernels.geodesics import Lengths, are_equal, bucket_count, settle
from graph.kernels.ordering import breadth_first_order, relabelled, reversed_rows

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Ints = NDArray[np.int64]
Masks = NDArray[np.uint32]

LANES: Final = 32  # sources that advance together

_FEW: Final = 8  # a frontier of fewer than 1 in so many vertices is followed, not looked for
_ONE: Final = np.uint32(1)
_NONE: Final = np.uint32(0)
_ALL: Final = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, eq=False)
class Course:
    """A graph laid out for counting routes: vertices in breadth-first order, arcs both ways.

    Made once, read by any number of threads. ``place`` tells the new name of a vertex, ``arc``
    where an arc stood in the rows given, ``back_arc`` where it stands in the new ones.
    """

    ptr: Ints
    idx: Indices
    back_ptr: Ints
    back_idx: Indices
    back_arc: Ints
    order: Indices
    place: Indices
    arc: Ints
    lengths: Lengths | None
    back_length: NDArray[Any]

    @classmethod
    def of(cls, rows: Adjacency, lengths: Lengths | None = None) -> Self:
        """Lay out whom each vertex can approach; lengths in the order of the arcs."""
        given_ptr, given_idx = read_only(rows.ptr, np.int64), read_only(rows.idx, np.int32)
        order = breadth_first_order(given_ptr, given_idx)
        ptr, idx, arc = relabelled(given_ptr, given_idx, read_only(order, np.int32))
        ptr, idx = read_only(ptr, np.int64), read_only(idx, np.int32)
        back_ptr, back_idx, back_arc = reversed_rows(ptr, idx)
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        back_length = np.empty(0)
        if lengths is not None:
            kind = lengths.values.dtype.type
            values = read_only(lengths.values[arc], kind)
            lengths = replace(lengths, values=values)
            back_length = read_only(values[back_arc], kind)
        return cls(
            ptr,
            idx,
            read_only(back_ptr, np.int64),
            read_only(back_idx, np.int32),
            read_only(back_arc, np.int64),
            order,
            place,
            arc,
            lengths,
            back_length,
        )

    def __len__(self) -> int:
        return len(self.order)


def betweenness_sums(
    course: Course, sources: ArrayLike, *, with_ties: bool = False
) -> tuple[Floats, Floats]:
    """Sum the shares of shortest routes from some sources that pass each vertex and each tie.

    With lengths in the course, shortest is by length; else by steps.

    Parameters
    ----------
    course
        The graph.
    sources
        Shape (s,): where routes begin. They end at every other vertex that is reached. ``LANES``
        sources take as long as one.
    with_ties
        Whether to count for ties, too.

    Returns
    -------
    vertices
        Shape (n,): of each vertex, over routes on which it is neither the first nor the last.
        Without direction every pair comes twice: take half if all vertices are sources.
    ties
        Shape (m,): of each arc of the rows given; empty unless asked for. Without direction a
        tie has the sum of both its arcs.

    Raises
    ------
    OverflowError
        If a pair has more than 1e308 shortest routes.

    Notes
    -----
    Time O(levels met · ties) for each 32 sources, O(sources · (ties + vertices · log vertices))
    with lengths. Memory 800 bytes a vertex at once, and 8 for each vertex and source of a level.

    References
    ----------
    Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical
    Sociology, 25, 163-177. doi:10.1080/0022250X.2001.9990249

    """
    chosen = read_only(course.place[np.asarray(sources, np.int32)], np.int32)
    if course.lengths is None:
        vertices, arcs = _in_lock_step(
            course.ptr, course.idx, course.back_ptr, course.back_idx, chosen, bool(with_ties), LANES
        )
    else:
        vertices, arcs = _by_length(
            course.ptr,
            course.idx,
            course.lengths.values,
            course.back_ptr,
            course.back_idx,
            course.back_length,
            course.back_arc,
            course.lengths.unreached,
            course.lengths.tolerance,
            course.lengths.width,
            chosen,
            bool(with_ties),
        )
    if not np.isfinite(vertices).all():
        raise OverflowError("Some pair has more than 1e308 shortest routes: they are not counted.")
    of_vertices = np.empty_like(vertices)
    of_vertices[course.order] = vertices
    of_arcs = np.empty_like(arcs)
    if with_ties:
        of_arcs[course.arc] = arcs
    return of_vertices, of_arcs


@kernel
def _longer(array: NDArray[Any]) -> NDArray[Any]:
    """Copy an array into one of twice its length."""
    copied = np.empty(2 * len(array), dtype=array.dtype)
    copied[: len(array)] = array
    return copied


@kernel
def _added(row: Floats) -> float:
    """Add lanes up by halves, always in the same order: the compiler may do four at a time."""
    half = LANES // 2
    for lane in range(half):
        row[lane] += row[lane + half]
    half = LANES // 4
    for lane in range(half):
        row[lane] += row[lane + half]
    return float(row[0] + row[4] + (row[1] + row[5]) + (row[2] + row[6] + (row[3] + row[7])))


@kernel
def _add_up(rows: Floats, listed: Indices, size: int, row: Floats, width: int) -> None:
    """Add up the rows of the listed, four at a time; the last row of all holds zeros."""
    while size % 4 != 0:
        listed[size] = len(rows) - 1
        size += 1
    for lane in range(width):
        row[lane] = 0.0
    for place in range(0, size, 4):
        a = rows[listed[place]]
        b = rows[listed[place + 1]]
        c = rows[listed[place + 2]]
        d = rows[listed[place + 3]]
        for lane in range(width):
            row[lane] += (a[lane] + b[lane]) + (c[lane] + d[lane])


@kernel
def _in_lock_step(
    ptr: Ints,
    idx: Indices,
    back_ptr: Ints,
    back_idx: Indices,
    sources: Indices,
    with_ties: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
    width: int,
) -> tuple[Floats, Floats]:
    """Search in lock step. ``width`` is ``LANES`` once more.

    The compiler unrolls a loop whose length it knows and then makes no vector instructions of it.
    """
    count = len(ptr) - 1
    vertices = np.zeros(count, dtype=np.float64)
    arcs = np.zeros(len(idx) if with_ties else 0, dtype=np.float64)
    # Numbers of routes, one lane per source. Of `near` and `far` only the rows of vertices with
    # a mask are read, so they are never cleared; lanes outside the mask hold 0 in such a row.
    routes = np.empty((count, LANES), dtype=np.float64)
    near = np.empty((count + 1, LANES), dtype=np.float64)
    far = np.empty((count + 1, LANES), dtype=np.float64)
    near[count] = 0.0
    far[count] = 0.0
    listed = np.empty(count + 3, dtype=np.int32)
    near_mask = np.zeros(count, dtype=np.uint32)
    far_mask = np.zeros(count, dtype=np.uint32)
    seen = np.empty(count, dtype=np.uint32)
    row = np.empty(LANES, dtype=np.float64)
    own = np.empty(LANES, dtype=np.float64)
    part = np.empty(LANES, dtype=np.float64)
    # Who is met at which level, by which lanes: grows, for a chain has as many levels as vertices.
    met = np.empty(2 * count + LANES, dtype=np.int32)
    met_mask = np.empty(2 * count + LANES, dtype=np.uint32)
    begin = np.empty(64, dtype=np.int64)
    for first in range(0, len(sources), LANES):
        lanes = min(LANES, len(sources) - first)
        every = _ALL if lanes == LANES else np.uint32((_ONE << np.uint32(lanes)) - _ONE)
        seen[:] = _NONE
        filled = 0
        for lane in range(lanes):
            vertex = sources[first + lane]
            if near_mask[vertex] == _NONE:  # a source may be given twice
                near[vertex, :] = 0.0
                routes[vertex, :] = 0.0
                met[filled] = vertex
                filled += 1
            near[vertex, lane] = 1.0
            routes[vertex, lane] = 1.0
            near_mask[vertex] |= np.uint32(_ONE << np.uint32(lane))
            seen[vertex] = near_mask[vertex]
        for place in range(filled):
            met_mask[place] = near_mask[met[place]]
        begin[0] = 0
        begin[1] = filled
        level = 1
        while begin[level] > begin[level - 1]:
            low = begin[level - 1]
            high = begin[level]
            filled = high
            while len(met) < filled + count:
                met = _longer(met)
                met_mask = _longer(met_mask)
            if (high - low) * _FEW < count:
                # Follow the frontier: everybody whom somebody on it can approach.
                for place in range(low, high):
                    vertex = met[place]
                    mask = met_mask[place]
                    for arc in range(ptr[vertex], ptr[vertex + 1]):
                        other = idx[arc]
                        if mask & ~seen[other] == _NONE:
                            continue
                        if far_mask[other] == _NONE:
                            met[filled] = other
                            filled += 1
                            for lane in range(LANES):
                                far[other, lane] = near[vertex, lane]
                        else:
                            for lane in range(LANES):
                                far[other, lane] += near[vertex, lane]
                        far_mask[other] |= mask
                for place in range(high, filled):
                    vertex = met[place]
                    mask = far_mask[vertex] & ~seen[vertex]
                    if seen[vertex] == _NONE:
                        for lane in range(LANES):
                            routes[vertex, lane] = far[vertex, lane]
                    else:
                        for lane in range(LANES):
                            new = far[vertex, lane] if routes[vertex, lane] == 0.0 else 0.0
                            far[vertex, lane] = new
                            routes[vertex, lane] += new
                    far_mask[vertex] = mask
                    met_mask[place] = mask
                    seen[vertex] |= mask
            else:
                # Look for it: everybody not yet met by all asks those who can approach him.
                for vertex in range(count):
                    if seen[vertex] == every:
                        continue
                    wanted = ~seen[vertex]
                    mask = _NONE
                    size = 0
                    for arc in range(back_ptr[vertex], back_ptr[vertex + 1]):
                        common = near_mask[back_idx[arc]] & wanted
                        listed[size] = back_idx[arc]
                        size += common != _NONE
                        mask |= common
                    if mask == _NONE:
                        continue
                    _add_up(near, listed, size, row, width)
                    known = routes[vertex]
                    following = far[vertex]
                    if seen[vertex] == _NONE:
                        for lane in range(width):
                            following[lane] = row[lane]
                            known[lane] = row[lane]
                    else:
                        for lane in range(width):
                            value = row[lane]
                            before = known[lane]
                            new = value if before == 0.0 else 0.0
                            following[lane] = new
                            known[lane] = before + new
                    far_mask[vertex] = mask
                    seen[vertex] |= mask
                    met[filled] = vertex
                    met_mask[filled] = mask
                    filled += 1
            for place in range(low, high):
                near_mask[met[place]] = _NONE
            near, far = far, near
            near_mask, far_mask = far_mask, near_mask
            level += 1
            if level == len(begin):
                begin = _longer(begin)
            begin[level] = filled
        # Back, from the deepest level: a row of `near` holds (1 + dependency) / routes.
        level -= 1
        while level > 0:
            level -= 1
            for place in range(begin[level], begin[level + 1]):
                vertex = met[place]
                mask = met_mask[place]
                lanes_met = np.int64(mask)
                known = routes[vertex]
                following = far[vertex]
                for lane in range(width):
                    value = known[lane]
                    own[lane] = value if (lanes_met >> lane) & 1 != 0 else 0.0
                size = 0
                for arc in range(ptr[vertex], ptr[vertex + 1]):
                    listed[size] = idx[arc]
                    size += near_mask[idx[arc]] & mask != _NONE
                if with_ties:
                    for arc in range(ptr[vertex], ptr[vertex + 1]):
                        if near_mask[idx[arc]] & mask != _NONE:
                            beyond = near[idx[arc]]
                            for lane in range(width):
                                part[lane] = own[lane] * beyond[lane]
                            arcs[arc] += _added(part)
                if level == 0:
                    continue
                _add_up(near, listed, size, row, width)
                # `np.divide` knows no error: what lies outside the mask is 1 / 0, and thrown away.
                for lane in range(width):
                    value = own[lane]
                    dependency = row[lane] * value
                    share = np.divide(1.0 + dependency, value)
                    following[lane] = share if value != 0.0 else 0.0
                    row[lane] = dependency
                if size > 0:
                    vertices[vertex] += _added(row)
                far_mask[vertex] = mask
            for place in range(begin[level + 1], begin[level + 2]):
                near_mask[met[place]] = _NONE
            near, far = far, near
            near_mask, far_mask = far_mask, near_mask
        for place in range(begin[1]):
            near_mask[met[place]] = _NONE
    return vertices, arcs


@kernel
def _by_length(
    ptr: Ints,
    idx: Indices,
    length: NDArray[Any],
    back_ptr: Ints,
    back_idx: Indices,
    back_length: NDArray[Any],
    back_arc: Ints,
    unreached: float,
    tolerance: float,
    width: float,
    sources: Indices,
    with_ties: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
) -> tuple[Floats, Floats]:
    count = len(ptr) - 1
    vertices = np.zeros(count, dtype=np.float64)
    arcs = np.zeros(len(idx) if with_ties else 0, dtype=np.float64)
    distance: NDArray[Any] = np.full(count, unreached, dtype=length.dtype)
    order = np.empty(count, dtype=np.int32)
    heap = np.empty(len(idx) + 1, dtype=np.int32)
    key = np.empty(len(idx) + 1, dtype=length.dtype)
    routes = np.empty(count, dtype=np.float64)
    dependency = np.empty(count, dtype=np.float64)
    # Arcs on shortest routes in the order in which their heads are settled.
    tail = np.empty(len(idx), dtype=np.int32)
    used = np.empty(len(idx) + 1, dtype=np.int64)
    end = np.empty(count + 1, dtype=np.int64)
    rank = np.full(count, count, dtype=np.int32)  # places in the order of settling
    bucket = np.full(bucket_count(length, width), -1, dtype=np.int32)
    following = np.empty(len(idx) + 1, dtype=np.int32)
    farthest = np.inf
    for source in sources:
        reached = settle(
            source,
            ptr,
            idx,
            length,
            distance,
            order,
            heap,
            key,
            bucket,
            following,
            width,
            farthest,
        )
        farthest = float(distance[order[reached - 1]])
        for nth in range(reached):
            rank[order[nth]] = nth
        routes[source] = 1.0
        dependency[source] = 0.0
        end[0] = 0
        filled = 0
        for nth in range(1, reached):
            vertex = order[nth]
            here: Any = distance[vertex]
            # First all arcs that fit, without a branch that the processor would have to guess.
            fitting = filled
            for place in range(back_ptr[vertex], back_ptr[vertex + 1]):
                total = distance[back_idx[place]] + back_length[place]
                used[fitting] = place
                fitting += are_equal(total, here, tolerance)
            number = 0.0
            for at in range(filled, fitting):
                place = used[at]
                other = back_idx[place]
                if rank[other] >= nth:
                    continue
                number += routes[other]
                tail[filled] = other
                used[filled] = back_arc[place]
                filled += 1
            routes[vertex] = number
            dependency[vertex] = 0.0
            end[nth] = filled
        for nth in range(reached - 1, 0, -1):
            vertex = order[nth]
            share = (1.0 + dependency[vertex]) / routes[vertex]
            for place in range(end[nth - 1], end[nth]):
                part = routes[tail[place]] * share
                dependency[tail[place]] += part
                if with_ties:
                    arcs[used[place]] += part
            vertices[vertex] += dependency[vertex]
        for nth in range(reached):
            distance[order[nth]] = unreached
            rank[order[nth]] = count
    return vertices, arcs
