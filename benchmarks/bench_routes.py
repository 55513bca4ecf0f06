"""Five best routes beside NetworkX and igraph, in one run: ``python -m benchmarks.bench_routes``.

Every query of the smaller networks is answered by all, and the answers of ``all_simple_paths`` and
``get_all_simple_paths`` must be ours. ``shortest_simple_paths`` and ``get_k_shortest_paths`` know
no limit of steps, so they answer an easier question with other routes; they stand here because
they are what people use. Each method is asked each question three times, and its best time counts.

Askers are drawn from those who can reach the leader within the limit. *First* is the longest that
any leader's first question took, asked once, with nothing of that leader in memory; nothing is
prepared for a leader and nothing kept. *Once* is the 99th percentile of the same questions asked
once each, leaders mixed, and as much memory gone through between two questions as pushes the
network out of the processor's caches. On a machine shared with others, as this one was, it holds
their turns on the processor too, some milliseconds each.

Networks of people have hubs: ends are drawn by a popularity with a heavy tail. Where all are
equally popular a leader's neighbourhood is so small that our time is mostly that of a call.
"""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from statistics import median, quantiles
from typing import Any

import igraph
import networkx as nx
import numpy as np

from graph.access.independent import independent_set
from graph.kernels import Arcs, best_routes, hop_lengths, reach_within
from graph.kernels.warm import warm

ROUTES = 5
STEPS = 4
SMALL = (10_000, 50_000)
LARGE = ((100_000, 500_000), (400_000, 1_800_000))
STEPS_ALONE = (4, 6)
QUERIES = 60
QUERIES_ALONE = 1_000
A_LEADER = 20  # askers of each leader
TRIES = 3
CROWDING = 40_000_000  # bytes, more than the largest cache here

Route = list[int]
Ask = Callable[[int, int], list[Route]]


@dataclass(frozen=True)
class Row:
    """One line of the table: milliseconds per query, bounds included."""

    network: str
    method: str
    limit: str
    median_ms: float
    p99_ms: float
    once_p99_ms: float | None
    first_ms: float | None
    times_slower: float | None


@dataclass(frozen=True)
class Drawn:
    """A seeded directed network, for the kernels and for the peers."""

    arcs: Arcs
    tails: np.ndarray
    heads: np.ndarray
    odds: np.ndarray

    @classmethod
    def of(cls, actors: int, arcs: int, *, seed: int, hubs: bool = True) -> "Drawn":
        """Draw ends by popularity, with a heavy tail or alike for all; odds 0.02..0.95."""
        rng = np.random.default_rng(seed)
        popularity = 1 + rng.pareto(2.0, actors) if hubs else np.ones(actors)
        popularity /= popularity.sum()
        pairs = np.empty((0, 2), dtype=np.int64)
        while len(pairs) < arcs:
            drawn = rng.choice(actors, size=(arcs, 2), p=popularity)
            drawn = drawn[drawn[:, 0] != drawn[:, 1]]
            pairs = np.unique(np.concatenate([pairs, drawn]), axis=0)
        kept = np.sort(rng.choice(len(pairs), size=arcs, replace=False))
        tails, heads = pairs[kept].T
        odds = rng.uniform(0.02, 0.95, arcs)
        never = np.zeros(actors, dtype=np.bool_)
        packed = Arcs.of(tails, heads, hop_lengths(odds), np.arange(actors), never)
        return cls(packed, tails, heads, odds)


def _pairs(arcs: Arcs, count: int, *, max_steps: int, seed: int) -> list[tuple[int, int]]:
    """Draw askers and leaders that have a route within the limit."""
    rng = np.random.default_rng(seed)
    pairs: list[tuple[int, int]] = []
    while len(pairs) < count:
        leader = int(rng.integers(len(arcs)))
        _, steps, _ = reach_within(arcs, [leader], max_steps=max_steps, backward=True)
        askers = np.flatnonzero(steps > 0)
        if len(askers):
            some = rng.choice(askers, min(A_LEADER, len(askers)))
            pairs += [(int(asker), leader) for asker in some]
    return pairs[:count]


def _milliseconds(ask: Ask, asker: int, leader: int) -> tuple[float, list[Route]]:
    start = time.perf_counter()
    given = ask(asker, leader)
    return 1000 * (time.perf_counter() - start), given


def _best_of_tries(ask: Ask, pairs: list[tuple[int, int]]) -> tuple[list[float], list[list[Route]]]:
    times, answers = [], []
    for pair in pairs:
        tries = [_milliseconds(ask, *pair) for _ in range(TRIES)]
        times.append(min(spent for spent, _ in tries))
        answers.append(tries[0][1])
    return times, answers


def _once(ask: Ask, pairs: list[tuple[int, int]]) -> list[float]:
    """Ask each question once, over memory that something else has used meanwhile."""
    crowd = np.zeros(CROWDING, np.int8)
    times = []
    for place in np.random.default_rng(13).permutation(len(pairs)):
        crowd += 1
        times.append(_milliseconds(ask, *pairs[place])[0])
    return times


def _ours(arcs: Arcs, *, max_steps: int) -> Ask:
    def ask(asker: int, leader: int) -> list[Route]:
        return best_routes(arcs, [asker], [leader], k=ROUTES, max_steps=max_steps)[0]

    return ask


def _independent(arcs: Arcs, *, max_steps: int) -> Ask:
    def ask(asker: int, leader: int) -> list[Route]:
        found = independent_set(arcs, [asker], [leader], max_steps=max_steps)
        return [list(path) for path in found.paths]

    return ask


def _by_networkx(drawn: Drawn) -> tuple[Ask, Ask]:
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(len(drawn.arcs)))
    lengths = hop_lengths(drawn.odds)
    graph.add_weighted_edges_from(
        zip(drawn.tails.tolist(), drawn.heads.tolist(), lengths.tolist(), strict=True)
    )

    def length(route: Route) -> int:
        return sum(graph[u][v]["weight"] for u, v in itertools.pairwise(route))

    def all_simple(asker: int, leader: int) -> list[Route]:
        routes = nx.all_simple_paths(graph, asker, leader, cutoff=STEPS)
        return sorted(routes, key=lambda route: (length(route), route))[:ROUTES]

    def shortest_simple(asker: int, leader: int) -> list[Route]:
        routes = nx.shortest_simple_paths(graph, asker, leader, weight="weight")
        return list(itertools.islice(routes, ROUTES))

    return all_simple, shortest_simple


def _by_igraph(drawn: Drawn) -> tuple[Ask, Ask]:
    graph = igraph.Graph(len(drawn.arcs), directed=True)
    pairs = list(zip(drawn.tails.tolist(), drawn.heads.tolist(), strict=True))
    graph.add_edges(pairs)
    lengths = hop_lengths(drawn.odds).tolist()
    length_of = dict(zip(pairs, lengths, strict=True))

    def length(route: Route) -> int:
        return sum(length_of[hop] for hop in itertools.pairwise(route))

    def all_simple(asker: int, leader: int) -> list[Route]:
        routes = graph.get_all_simple_paths(asker, leader, maxlen=STEPS)
        return sorted(routes, key=lambda route: (length(route), route))[:ROUTES]

    def shortest(asker: int, leader: int) -> list[Route]:
        return graph.get_k_shortest_paths(asker, leader, k=ROUTES, weights=lengths)

    return all_simple, shortest


def main() -> list[Row]:
    """Time all, check the answers, print the table, and give its rows."""
    warm()
    rows = _beside_peers("with hubs", hubs=True) + _beside_peers("without hubs", hubs=False)
    for size in LARGE:
        rows += _alone(*size)
    print(table(rows))
    return rows


def _alone(actors: int, ties: int) -> list[Row]:
    drawn = Drawn.of(actors, ties, seed=7)
    name = f"{actors:,} actors, {ties:,} ties"
    rows = []
    for max_steps in STEPS_ALONE:
        ask = _ours(drawn.arcs, max_steps=max_steps)
        pairs = _pairs(drawn.arcs, QUERIES_ALONE, max_steps=max_steps, seed=11)
        firsts = {leader: asker for asker, leader in reversed(pairs)}
        first = max(_milliseconds(ask, asker, leader)[0] for leader, asker in firsts.items())
        once = _once(ask, pairs)
        times, answers = _best_of_tries(ask, pairs)
        assert all(answers), "a pair with a route got none"
        limit = f"at most {max_steps} steps"
        rows.append(_row(name, "Restu", limit, times, once=once, first=first))
    return rows


def _beside_peers(kind: str, *, hubs: bool) -> list[Row]:
    small = Drawn.of(*SMALL, seed=7, hubs=hubs)
    name = f"{SMALL[0]:,} actors, {SMALL[1]:,} ties, {kind}"
    pairs = _pairs(small.arcs, QUERIES, max_steps=STEPS, seed=11)
    at_most = f"at most {STEPS} steps"
    ours, answers = _best_of_tries(_ours(small.arcs, max_steps=STEPS), pairs)
    rows = [_row(name, "Restu", at_most, ours)]
    for peer, (every, unlimited), names in (
        ("NetworkX", _by_networkx(small), ("all_simple_paths", "shortest_simple_paths")),
        ("igraph", _by_igraph(small), ("get_all_simple_paths", "get_k_shortest_paths")),
    ):
        times, expected = _best_of_tries(every, pairs)
        assert answers == expected, f"our routes differ from all simple paths of {peer}, sorted"
        rows.append(_row(name, f"{peer} {names[0]}, sorted", at_most, times, ours))
        times, _ = _best_of_tries(unlimited, pairs)
        rows.append(_row(name, f"{peer} {names[1]}", "none", times, ours))
    times, apart = _best_of_tries(_independent(small.arcs, max_steps=STEPS), pairs)
    assert all(apart), "a pair with a route got no independent one"
    return [*rows, _row(name, "Restu, three independent routes", at_most, times)]


def _row(
    network: str,
    method: str,
    limit: str,
    times: list[float],
    ours: list[float] | None = None,
    *,
    once: list[float] | None = None,
    first: float | None = None,
) -> Row:
    slower = None if ours is None else median(times) / median(ours)
    cold = None if once is None else _p99(once)
    return Row(network, method, limit, median(times), _p99(times), cold, first, slower)


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = ["network", "method", "limit", "median ms", "p99 ms", "once p99 ms", "first ms"]
    heads.append("times slower than Restu")
    assert len(heads) == len(fields(Row))
    lines = [" | ".join(heads), " | ".join(["---"] * 3 + ["---:"] * 5)]
    for row in rows:
        slower = "" if row.times_slower is None else f"{row.times_slower:,.0f}"
        first = "" if row.first_ms is None else f"{row.first_ms:.1f}"
        once = "" if row.once_p99_ms is None else f"{row.once_p99_ms:.3f}"
        cells = [row.network, row.method, row.limit, f"{row.median_ms:.4f}", f"{row.p99_ms:.3f}"]
        lines.append(" | ".join([*cells, once, first, slower]))
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
