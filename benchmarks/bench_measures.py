"""Betweenness and closeness beside NetworkX and igraph, in one run.

On random networks of persons and undirected ties, laid out as a `Network` view lays them out;
strengths 1 to 6. CPU time, one thread unless said; on two threads the clock counts, and the figure
is how much faster than one. Answers are compared before times. NetworkX answers from some sources
and is projected to all, and so is what says so. ``--short`` asks from fewer sources.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import igraph
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.analysis.blocks import distances, passages
from graph.analysis.sociogram import Rows
from graph.kernels.warm import warm

VERTICES: Final = 10_000
TIES: Final = 50_000
MULTIPLE: Final = 60  # of strengths 1 to 6
SOURCES: Final = 200  # of NetworkX
FEW: Final = 20

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    seconds: float
    networkx: float | None = None
    igraph: float | None = None
    two_threads: float | None = None


@dataclass(frozen=True)
class Drawn:
    """One network in the forms of all three."""

    rows: Rows
    ours: nx.Graph
    theirs: igraph.Graph
    lengths: list[int]


def draw(*, seed: int) -> Drawn:
    """Draw a network with strengths."""
    graph = nx.gnm_random_graph(VERTICES, TIES, seed=seed)
    rng = np.random.default_rng(seed)
    ends = np.array(graph.edges, np.int32)
    strength = rng.integers(1, 7, TIES)
    for (one, other), value in zip(ends.tolist(), strength.tolist(), strict=True):
        graph[one][other]["length"] = MULTIPLE // value
    return Drawn(
        Rows.of(VERTICES, ends.ravel(), ends[:, ::-1].ravel(), np.repeat(strength, 2)),
        graph,
        igraph.Graph(VERTICES, ends.tolist()),
        (MULTIPLE // strength).tolist(),
    )


def timed(
    ask: Callable[[], Answer], clock: Callable[[], float] = time.process_time
) -> tuple[Answer, float]:
    """Give an answer and the seconds it took."""
    start = clock()
    answer = ask()
    return answer, clock() - start


def same(ours: NDArray[Any], theirs: object, what: str) -> None:
    """Hold two answers against each other."""
    assert np.allclose(ours, np.asarray(theirs, float), rtol=1e-8, atol=1e-6), f"{what} differs"


def betweenness(drawn: Drawn, *, by_length: bool, is_short: bool) -> Row:
    """Count shortest routes by steps or by lengths."""
    rows = drawn.rows
    every = np.arange(VERTICES)
    part = every[: VERTICES // 10] if is_short else every
    scale = VERTICES / len(part)
    found, seconds = timed(lambda: passages(rows, part, by_length=by_length))
    lengths = drawn.lengths if by_length else None
    theirs, by_igraph = timed(
        lambda: drawn.theirs.betweenness(weights=lengths, sources=part.tolist())
    )
    name = "weighted betweenness, equal lengths exact" if by_length else "exact betweenness"
    # Without direction igraph takes half, from some sources as well as from all.
    same(found.vertices / 2, theirs, name)
    sources = FEW if is_short or by_length else SOURCES
    chosen = every[:sources]
    expected, by_networkx = timed(
        lambda: nx.betweenness_centrality_subset(
            drawn.ours, chosen.tolist(), list(drawn.ours), weight="length" if by_length else None
        )
    )
    same(passages(rows, chosen, by_length=by_length).vertices / 2, list(expected.values()), name)
    _, one = timed(lambda: passages(rows, part, by_length=by_length), time.perf_counter)
    _, two = timed(lambda: passages(rows, part, by_length=by_length, threads=2), time.perf_counter)
    return Row(
        name + (" (a tenth of the sources, projected)" if is_short else ""),
        scale * seconds,
        by_networkx * VERTICES / sources / (scale * seconds),
        by_igraph / seconds,
        one / two,
    )


def closeness(drawn: Drawn, *, is_short: bool) -> Row:
    """Measure closeness and harmonic closeness at once; peers one after the other."""
    rows = drawn.rows
    runs = [timed(lambda: distances(rows, rows)) for _ in range(3)]
    found, seconds = runs[0][0], min(run[1] for run in runs)
    theirs, harmonic = timed(lambda: drawn.theirs.harmonic_centrality(normalized=False))
    same(found.nearness, theirs, "harmonic closeness")
    normed, close = timed(drawn.theirs.closeness)
    met = found.reached > 0
    same((found.reached[met] / found.total[met]), np.asarray(normed)[met], "closeness")
    chosen = range(FEW if is_short else SOURCES)

    def by_networkx() -> list[float]:
        for vertex in chosen:
            nx.closeness_centrality(drawn.ours, vertex)
        return [
            sum(
                1 / step
                for step in nx.single_source_shortest_path_length(drawn.ours, one).values()
                if step
            )
            for one in chosen
        ]

    nearness, networkx = timed(by_networkx)
    same(found.nearness[: len(nearness)], nearness, "harmonic closeness")
    _, one = timed(lambda: [distances(rows, rows) for _ in range(10)], time.perf_counter)
    _, two = timed(lambda: [distances(rows, rows, threads=2) for _ in range(10)], time.perf_counter)
    return Row(
        "closeness and harmonic closeness",
        seconds,
        networkx * VERTICES / len(chosen) / seconds,
        (harmonic + close) / seconds,
        one / two,
    )


def main() -> None:
    """Draw, time all, and print the table."""
    warm()
    is_short = "--short" in sys.argv
    drawn = draw(seed=7)
    rows = [
        betweenness(drawn, by_length=False, is_short=is_short),
        betweenness(drawn, by_length=True, is_short=is_short),
        closeness(drawn, is_short=is_short),
    ]
    print(table(rows))


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = [
        f"{VERTICES:,} vertices, {TIES:,} ties",
        "CPU seconds",
        "times faster than NetworkX",
        "than igraph",
        "on two threads",
    ]
    lines = [" | ".join(heads), "--- | ---: | ---: | ---: | ---:"]
    for row in rows:
        shown = [
            "" if value is None else f"{value:,.{digits}f}"
            for value, digits in ((row.networkx, 0), (row.igraph, 2), (row.two_threads, 2))
        ]
        lines.append(" | ".join([row.what, f"{row.seconds:.3f}", *shown]))
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
