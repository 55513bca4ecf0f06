"""The best way from any broker to a partner, and what is left of it after the worst loss.

Guide: ``docs/methods/isolation.md``.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np

from graph.access.network import AccessNetwork
from graph.access.routes import DEFAULT_STEPS
from graph.kernels import best_routes

_AT_FIRST: Final = 4
"""Ways read at once: most often one of them misses each go-between of the best."""

Way = tuple[int, ...]
Found = tuple[float, Way]
NO_WAY: Final[Found] = (0.0, ())


@dataclass(frozen=True, slots=True)
class Standing:
    """How brokers come near a partner.

    Parameters
    ----------
    chance
        Of the best way; 0 where there is none.
    route
        Indices of its actors, the broker first; empty where there is none.
    worst
        The least chance after one actor is gone who is neither the partner nor a broker.
    at_worst
        Whose loss leaves so little, by identifier; empty where no loss lowers the chance.

    """

    chance: float
    route: Way
    worst: float
    at_worst: tuple[int, ...]

    @property
    def hangs_on(self) -> tuple[int, ...]:
        """Who cuts every way by leaving."""
        return self.at_worst if self.chance > 0 == self.worst else ()


UNREACHED: Final = Standing(0.0, (), 0.0, ())


def doors_of(access: AccessNetwork, partners: Collection[int]) -> dict[int, list[int]]:
    """Give by whom each partner is reached: itself, and whoever is in post on the day.

    Those who are on no way are left out.
    """
    network, positions = access.network, access.network.positions
    never = network.never_on_a_route
    doors: dict[int, list[int]] = {
        partner: [] if never[partner] else [partner] for partner in partners
    }
    rows = np.flatnonzero(access.view.positions & ~never[positions.contact])
    posts = np.unique(np.column_stack([positions.partner[rows], positions.contact[rows]]), axis=0)
    for partner, contact in posts.tolist():
        if partner in doors:
            doors[partner].append(contact)
    return doors


class Ways:
    """Best ways from the brokers of a day; what was asked once is kept.

    Parameters
    ----------
    access
        Access network of the day.
    brokers
        Indices of the active brokers.

    """

    def __init__(self, access: AccessNetwork, brokers: Sequence[int]) -> None:
        self.access = access
        self.brokers = list(dict.fromkeys(brokers))
        self._kept = dict[tuple[Way, int, int], Found]()

    def standing(self, partner: int, doors: Sequence[int]) -> Standing:
        """Tell how the brokers come near a partner.

        Only an actor on the best way can lower the chance by leaving.
        """
        found = self._best(doors, (), k=_AT_FIRST)
        if not found:
            return UNREACHED
        return self._after_losses(
            partner, found[0], lambda gone: self._without(gone, doors, found)[0]
        )

    def with_new_hop(
        self, partner: int, doors: Sequence[int], known: int, probability: float
    ) -> Standing:
        """Tell the same as if ``known`` could approach the partner too.

        Parameters
        ----------
        partner, doors
            Whom it is about.
        known
            Index of the one who has been introduced.
        probability
            Of the new hop.

        """

        def best(gone: int | None) -> Found:
            avoid = () if gone is None else (gone,)
            before = self._first(doors, avoid, DEFAULT_STEPS)
            chance, way = self._first([known], avoid, DEFAULT_STEPS - 1)
            by_it = (chance * probability, (*way, partner))
            return by_it if chance > 0 and by_it[0] > before[0] and partner not in way else before

        found = best(None)
        if not found[0]:
            return UNREACHED
        return self._after_losses(partner, found, lambda gone: best(gone)[0])

    def _after_losses(self, partner: int, best: Found, without: Callable[[int], float]) -> Standing:
        chance, route = best
        left = {
            gone: without(gone) for gone in route if gone != partner and gone not in self.brokers
        }
        worst = min(left.values(), default=chance)
        if worst >= chance:
            return Standing(chance, route, chance, ())
        rank = self.access.network.rank
        least = [gone for gone in left if left[gone] == worst]
        return Standing(chance, route, worst, tuple(sorted(least, key=lambda one: rank[one])))

    def _without(self, gone: int, doors: Sequence[int], found: Sequence[Found]) -> Found:
        """Give the best way that misses somebody, from those at hand if one of them does."""
        at_hand = next((one for one in found if gone not in one[1]), None)
        if at_hand is not None:
            return at_hand
        return NO_WAY if len(found) < _AT_FIRST else self._first(doors, (gone,), DEFAULT_STEPS)

    def _first(self, doors: Sequence[int], avoid: Sequence[int], steps: int) -> Found:
        key = (tuple(doors), avoid[0] if avoid else -1, steps)
        if key not in self._kept:
            self._kept[key] = next(iter(self._best(doors, avoid, k=1, steps=steps)), NO_WAY)
        return self._kept[key]

    def _best(
        self, doors: Sequence[int], avoid: Sequence[int], *, k: int, steps: int | None = None
    ) -> list[Found]:
        if not self.brokers or not doors:
            return []
        routes, lengths = best_routes(
            self.access.arcs,
            self.brokers,
            list(doors),
            (),
            list(avoid),
            k=k,
            max_steps=DEFAULT_STEPS if steps is None else steps,
        )
        return [
            (exp(-(length // 8) / 1e12), tuple(route))
            for route, length in zip(routes, lengths, strict=True)
        ]
