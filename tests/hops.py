"""Small networks of hops, and every simple route in them by definition."""

import itertools
import math
import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from graph.kernels import Arcs, best_routes, hop_lengths

Hop = tuple[int, int]
Found = tuple[int, tuple[int, ...]]


@dataclass
class Hops:
    """A small network: the odds of each hop, and everything the kernels ask for."""

    actors: int
    p: dict[Hop, float]
    rank: list[int] = field(default_factory=list[int])
    blocked: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        self.rank = self.rank or list(range(self.actors))

    def length(self, hop: Hop) -> int:
        return int(hop_lengths(self.p[hop]))

    def arcs(self) -> Arcs:
        """What the kernels ask for; the order of the hops must not matter."""
        hops = random.Random(len(self.p)).sample(sorted(self.p), len(self.p))
        never = [actor in self.blocked for actor in range(self.actors)]
        lengths = [self.length(hop) for hop in hops]
        return Arcs.of([u for u, _ in hops], [v for _, v in hops], lengths, self.rank, never)

    def best(
        self,
        sources: Iterable[int],
        targets: Iterable[int],
        required: Iterable[int] = (),
        *,
        avoid: Iterable[int] = (),
        k: int = 5,
        max_steps: int = 4,
    ) -> list[Found]:
        routes, lengths = best_routes(
            self.arcs(),
            list(sources),
            list(targets),
            list(required),
            list(avoid),
            k=k,
            max_steps=max_steps,
        )
        return list(zip(lengths, map(tuple, routes), strict=True))

    def every_route(
        self,
        sources: Iterable[int],
        targets: Collection[int],
        required: Iterable[int],
        max_steps: int,
    ) -> list[Found]:
        """All routes by definition, in order: length, then the ranks of the actors."""
        following: dict[int, list[Hop]] = {actor: [] for actor in range(self.actors)}
        for (u, v), p in self.p.items():
            if p > 0 and not {u, v} & self.blocked:
                following[u].append((v, self.length((u, v))))
        complete: list[Found] = []

        def walk(route: list[int], length: int) -> None:
            if route[-1] in targets:
                if set(required) <= set(route):
                    complete.append((length, tuple(route)))
                return
            if len(route) <= max_steps:
                for v, more in following[route[-1]]:
                    if v not in route:
                        walk([*route, v], length + more)

        for source in set(sources) - self.blocked:
            walk([source], 0)
        complete.sort(key=lambda found: (found[0], [self.rank[actor] for actor in found[1]]))
        return complete

    def chance(self, path: Iterable[int]) -> float:
        """Product of the probabilities of a route's hops."""
        return math.prod(self.p[hop] for hop in itertools.pairwise(path))


def random_hops(draw: random.Random) -> Hops:
    """Two to seven actors; odds that are often equal, sometimes 0 (no hop) or 1."""
    actors = draw.randint(2, 7)
    density = draw.uniform(0.15, 0.85)
    odds = draw.choice([[0.5], [0.0, 0.25, 0.5, 1.0], [1.0], [0.0, 0.02, 0.3, 0.9, 0.95, 1.0]])
    p = {
        hop: draw.choice(odds)
        for hop in itertools.permutations(range(actors), 2)
        if draw.random() < density
    }
    rank = draw.sample(range(actors), actors)
    blocked = {actor for actor in range(actors) if draw.random() < draw.choice([0, 0, 0.2])}
    return Hops(actors, p, rank, blocked)


def busy_hops(draw: random.Random) -> Hops:
    """Five or six actors, most of whom know each other, and two ends (0 and 1) who do not."""
    actors = draw.randint(5, 6)
    p = {
        hop: draw.choice([0.3, 0.5, 0.9, 0.95])
        for hop in itertools.permutations(range(actors), 2)
        if draw.random() < 0.6 and hop != (0, 1)
    }
    return Hops(actors, p, draw.sample(range(actors), actors))
