"""An access network asked by identifiers, with odds as the test wants them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from graph.access.network import AccessNetwork
from graph.access.odds import DEFAULT_MODEL, OddsModel
from graph.access.routes import find_routes, reach
from graph.records.ties import TieType
from graph.vocabulary import Traversal
from tests.told import TODAY, Told

PLAIN: Final = OddsModel(
    base=0.0,
    strength=10.0,
    reciprocity=0.0,
    levels_up=0.0,
    busyness=0.0,
    other_sector=0.0,
    shared_forum=0.0,
    inferred=0.0,
    nobody_known=0.0,
)
"""Odds that follow from the strength alone, wide enough for every probability from 0.02 to 0.95."""
ASKS: Final = TieType(id="asks", traversal=Traversal.FORWARD)


@dataclass
class Asked:
    """A network on a day, asked by identifiers."""

    told: Told = field(default_factory=Told)
    model: OddsModel = DEFAULT_MODEL
    on: date = TODAY

    def __post_init__(self) -> None:
        self.access = AccessNetwork.of(self.told.view(self.on), model=self.model)

    def at(self, ids: str) -> list[int]:
        return [self.access.network.index_of[id_] for id_ in ids.split()]

    def names(self, actors: Iterable[int]) -> str:
        return " ".join(str(self.access.network.actors.id[actor]) for actor in actors)

    def routes(
        self,
        starts: str,
        targets: str,
        *,
        avoid: str = "",
        through: str = "",
        full: str = "",
        **how: Any,
    ):
        return find_routes(
            self.access,
            self.at(starts),
            self.at(targets),
            avoid=self.at(avoid),
            through=self.at(through),
            full=self.at(full),
            **how,
        )

    def found(self, starts: str, targets: str, **how: Any) -> list[str]:
        return [self.names(route.actors) for route in self.routes(starts, targets, **how).routes]

    def reached(
        self, ends: str, *, backward: bool, **how: Any
    ) -> list[tuple[str, float, int, str]]:
        within = reach(self.access, self.at(ends), backward=backward, **how)
        return [
            (self.names([actor]), probability, steps, self.names([beside]))
            for actor, probability, steps, beside in zip(
                within.actors.tolist(),
                within.probability.tolist(),
                within.steps.tolist(),
                within.beside.tolist(),
                strict=True,
            )
        ]


def with_odds(*hops: tuple[str, str, float]) -> Asked:
    """A network whose hops have exactly these probabilities, in this direction alone."""
    told = Told(types=[ASKS])
    for source, target, p in hops:
        told.tie(source, target, "asks", strength=0.5 + math.log(p / (1 - p)) / 10)
    return Asked(told, PLAIN)
