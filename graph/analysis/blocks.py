"""Sums over all shortest routes, block by block: on threads, with progress, to be called off.

Blocks depend on the graph alone, and their answers are added in their order: the number of threads
changes no digit. Guides: ``docs/methods/closeness.md`` and ``docs/methods/betweenness.md``.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.analysis.sociogram import Rows
from graph.kernels.betweenness import LANES, Course, betweenness_sums
from graph.kernels.closeness import AT_ONCE, closeness_sums, weighted_closeness_sums
from graph.kernels.geodesics import Lengths, lengths_of

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Ints = NDArray[np.int64]
Parts = tuple[NDArray[Any], ...]
Report = Callable[[int, int], None]

# Work of one block, in vertices and ties passed: about a tenth of a second.
BLOCK: Final = 40_000_000
DEAREST_VERTEX: Final = 12  # a vertex or tie with lengths takes so many times as long as without


@dataclass(frozen=True, eq=False)
class Distances:
    """What closeness is made of, for each vertex.

    ``reached``: number of others; ``total``: sum of their distances; ``nearness``: sum of
    1 / distance, which is harmonic closeness.
    """

    reached: Ints
    total: Floats
    nearness: Floats


@dataclass(frozen=True, eq=False)
class Passages:
    """Shares of shortest routes that pass each vertex and each arc, over ordered pairs.

    ``arcs`` is in the order of the rows, and empty unless asked for.
    """

    vertices: Floats
    arcs: Floats


def distances(
    out: Rows, back: Rows, *, threads: int = 1, report: Report | None = None
) -> Distances:
    """Measure in steps how far each vertex is from all it reaches.

    Parameters
    ----------
    out, back
        The arcs and the arcs turned round; changed over, the answer is how far others have to
        each vertex. Without direction, twice the same.
    threads
        At work at once.
    report
        Called between blocks with the number done and of all. What it raises ends the work: no
        further block begins, and those at work end within the second.

    """
    vertices = np.arange(out.count, dtype=np.int32)
    blocks = [vertices[at : at + AT_ONCE] for at in range(0, len(vertices), AT_ONCE)]
    reached = np.zeros(out.count, np.int64)
    total, nearness = np.zeros(out.count), np.zeros(out.count)
    for part in in_order(lambda block: closeness_sums(out, back, block), blocks, threads, report):
        reached += part[0]
        total += part[1]
        nearness += part[2]
    return Distances(reached, total, nearness)


def weighted_distances(rows: Rows, *, threads: int = 1, report: Report | None = None) -> Distances:
    """Measure by 1 / strength how far each vertex is from all it reaches; else ``distances``."""
    lengths = lengths_of(rows.weight)
    blocks = blocks_of(np.arange(rows.count, dtype=np.int32), rows, DEAREST_VERTEX)
    parts = list(
        in_order(
            lambda block: weighted_closeness_sums(rows, lengths, block), blocks, threads, report
        )
    )
    if not parts:
        return Distances(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    reached, total, nearness = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Distances(reached, total, nearness)


def passages(
    rows: Rows,
    sources: ArrayLike | None = None,
    *,
    by_length: bool = False,
    with_arcs: bool = False,
    threads: int = 1,
    report: Report | None = None,
) -> Passages:
    """Count the shares of shortest routes that pass each vertex and each arc.

    Parameters
    ----------
    rows
        The arcs; without direction, both of each tie, and then every pair counts twice.
    sources
        Where routes begin; all vertices unless given. Some are a sample: scale its answer by
        the number of vertices over that of sources.
    by_length
        Whether routes are short by the sum of 1 / strength, not by steps.
    with_arcs
        Whether to count for arcs, too.
    threads, report
        As for ``distances``.

    Raises
    ------
    OverflowError
        If a pair has more than 1e308 shortest routes.

    """
    lengths: Lengths | None = lengths_of(rows.weight) if by_length else None
    course = Course.of(rows, lengths)
    # Sources side by side in the course meet the others at the same levels: less is read twice.
    places = np.arange(rows.count) if sources is None else course.place[np.asarray(sources, int)]
    chosen = course.order[np.sort(places)]
    blocks = blocks_of(chosen, rows, DEAREST_VERTEX if by_length else 1)
    vertices, arcs = np.zeros(rows.count), np.zeros(len(rows) if with_arcs else 0)
    for part in in_order(
        lambda block: betweenness_sums(course, block, with_ties=with_arcs), blocks, threads, report
    ):
        vertices += part[0]
        arcs += part[1]
    return Passages(vertices, arcs)


def blocks_of(sources: Indices, rows: Rows, dearness: int) -> list[Indices]:
    """Split sources into blocks that take about equally long; whole lanes, and two at least."""
    each = BLOCK // (dearness * max(1, rows.count + len(rows)))
    size = LANES * min(max(2, each // LANES), max(1, len(sources) // (8 * LANES)))
    return [sources[at : at + size] for at in range(0, len(sources), size)]


def in_order(
    work: Callable[[Indices], Parts],
    blocks: Sequence[Indices],
    threads: int,
    report: Report | None = None,
) -> Iterator[Parts]:
    """Do blocks of work on threads and give their answers in the order of the blocks.

    Few answers wait at a time, however many blocks there are.
    """
    if threads == 1:
        for done, block in enumerate(blocks, start=1):
            yield work(block)
            if report:
                report(done, len(blocks))
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="measure") as pool:
        waiting: deque[Future[Parts]] = deque()
        try:
            done = 0
            for block in blocks:
                waiting.append(pool.submit(work, block))
                if len(waiting) <= 2 * threads:
                    continue
                yield waiting.popleft().result()
                done += 1
                if report:
                    report(done, len(blocks))
            while waiting:
                yield waiting.popleft().result()
                done += 1
                if report:
                    report(done, len(blocks))
        finally:
            for future in waiting:
                future.cancel()
