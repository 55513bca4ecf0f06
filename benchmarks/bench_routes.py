"""Five best routes beside NetworkX, in one run: ``python -m benchmarks.bench_routes``.

Every query of the smaller network is answered by all three, and the answers of
``all_simple_paths`` must be ours. ``shortest_simple_paths`` knows no limit of steps, so it answers
an easier question with other routes; it stands here because it is what people use. Each method
is asked each question three times, and its best time counts.

Networks of people have hubs: the first one draws ends by a popularity with a heavy tail. Where all
are equally popular a leader's neighbourhood is so small that our time is mostly that of a call.
"""

import itertools
import time
from dataclasses import dataclass, fields
from statistics import median, quantiles

import networkx as nx
import numpy as np

from graph.kernels import Arcs, best_routes, hop_lengths, reach_within
from graph.kernels.warm import warm

ROUTES = 5
STEPS = 4
SMALL = (10_000, 50_000)
LARGE = (400_000, 1_800_000)
STEPS_ALONE = (4, 6)
QUERIES = 60
QUERIES_ALONE = 1_000
TRIES = 3


@dataclass(frozen=True)
class Row:
    """One line of the table: milliseconds per query, bounds included."""

    network: str
    method: str
    limit: str
    median_ms: float
    p99_ms: float
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


def _pairs(arcs: Arcs, count: int, *, seed: int) -> list[tuple[int, int]]:
    """Draw askers and leaders that have a route within the limit."""
    rng = np.random.default_rng(seed)
    pairs: list[tuple[int, int]] = []
    while len(pairs) < count:
        leader = int(rng.integers(len(arcs)))
        _, steps, _ = reach_within(arcs, [leader], max_steps=STEPS, backward=True)
        askers = np.flatnonzero(steps > 0)
        if len(askers):
            pairs += [(int(asker), leader) for asker in rng.choice(askers, min(20, len(askers)))]
    return pairs[:count]


def _milliseconds(ask, pairs: list[tuple[int, int]]) -> tuple[list[float], list]:
    times, answers = [], []
    for asker, leader in pairs:
        tries, given = [], []
        for _ in range(TRIES):
            start = time.perf_counter()
            given = ask(asker, leader)
            tries.append(1000 * (time.perf_counter() - start))
        answers.append(given)
        times.append(min(tries))
    return times, answers


def _ours(arcs: Arcs, *, max_steps: int):
    def ask(asker: int, leader: int) -> list[list[int]]:
        return best_routes(arcs, [asker], [leader], k=ROUTES, max_steps=max_steps)[0]

    return ask


def _theirs(drawn: Drawn):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(drawn.arcs)))
    lengths = hop_lengths(drawn.odds)
    graph.add_weighted_edges_from(
        zip(drawn.tails.tolist(), drawn.heads.tolist(), lengths.tolist(), strict=True)
    )

    def length(route: list[int]) -> int:
        return sum(graph[u][v]["weight"] for u, v in itertools.pairwise(route))

    def all_simple(asker: int, leader: int) -> list[list[int]]:
        routes = nx.all_simple_paths(graph, asker, leader, cutoff=STEPS)
        return sorted(routes, key=lambda route: (length(route), route))[:ROUTES]

    def shortest_simple(asker: int, leader: int) -> list[list[int]]:
        routes = nx.shortest_simple_paths(graph, asker, leader, weight="weight")
        return list(itertools.islice(routes, ROUTES))

    return all_simple, shortest_simple


def main() -> list[Row]:
    """Time all, check the answers, print the table, and give its rows."""
    warm()
    rows = _beside_networkx("with hubs", hubs=True) + _beside_networkx("without hubs", hubs=False)
    large = Drawn.of(*LARGE, seed=7)
    pairs = _pairs(large.arcs, QUERIES_ALONE, seed=11)
    name = f"{LARGE[0]:,} actors, {LARGE[1]:,} ties"
    for max_steps in STEPS_ALONE:
        times, answers = _milliseconds(_ours(large.arcs, max_steps=max_steps), pairs)
        assert all(answers), "a pair with a route got none"
        rows.append(_row(name, "Restu", f"at most {max_steps} steps", times, None))
    print(table(rows))
    return rows


def _beside_networkx(kind: str, *, hubs: bool) -> list[Row]:
    small = Drawn.of(*SMALL, seed=7, hubs=hubs)
    name = f"{SMALL[0]:,} actors, {SMALL[1]:,} ties, {kind}"
    ours = _ours(small.arcs, max_steps=STEPS)
    all_simple, shortest_simple = _theirs(small)
    pairs = _pairs(small.arcs, QUERIES, seed=11)
    our_times, answers = _milliseconds(ours, pairs)
    all_times, expected = _milliseconds(all_simple, pairs)
    assert answers == expected, "our routes differ from all simple paths, sorted"
    shortest_times, _ = _milliseconds(shortest_simple, pairs)
    at_most = f"at most {STEPS} steps"
    return [
        _row(name, "Restu", at_most, our_times, None),
        _row(name, "NetworkX all_simple_paths, sorted", at_most, all_times, our_times),
        _row(name, "NetworkX shortest_simple_paths", "none", shortest_times, our_times),
    ]


def _row(
    network: str, method: str, limit: str, times: list[float], ours: list[float] | None
) -> Row:
    slower = None if ours is None else median(times) / median(ours)
    return Row(network, method, limit, median(times), quantiles(times, n=100)[98], slower)


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = ["network", "method", "limit", "median ms", "p99 ms", "times slower than Restu"]
    assert len(heads) == len(fields(Row))
    lines = [" | ".join(heads), " | ".join(["---"] * 3 + ["---:"] * 3)]
    for row in rows:
        slower = "" if row.times_slower is None else f"{row.times_slower:,.0f}"
        cells = [row.network, row.method, row.limit, f"{row.median_ms:.3f}", f"{row.p99_ms:.3f}"]
        lines.append(" | ".join([*cells, slower]))
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
