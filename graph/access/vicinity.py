"""The part of a network around some pairs: as much as their hops are derived from, and no more."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.hops import Hops, hops_of
from graph.access.network import known_features
from graph.access.odds import HopFeatures
from graph.network import AskColumns, Network, NetworkView, ParticipationColumns, PositionColumns
from graph.strength.contacts import pair_codes, unordered_codes
from graph.strength.strength import PairStrengths

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Vicinity:
    """A small network in which the hops of some pairs are what they are in the large one.

    Actors are numbered anew, in the same order.

    Parameters
    ----------
    actors
        Index of each actor in the large network, ascending.
    view
        The small network on the day.
    strengths
        Of its pairs.
    pairs
        Numbers of the pairs asked about, by the indices of the small network.

    """

    actors: Indices
    view: NetworkView
    strengths: PairStrengths
    pairs: Codes

    @classmethod
    def of(cls, view: NetworkView, strengths: PairStrengths, pairs: Codes) -> Self:
        """Cut it out: what is known of the pairs, and of whom their ends are acquainted with.

        Parameters
        ----------
        view, strengths
            The large network on a day, and its computed strengths.
        pairs
            Numbers of the pairs (``graph.strength.contacts.unordered_codes``), ascending.

        """
        network, count = view.network, len(view.network)
        is_end = _marked(count, pairs >> 32, pairs & 0xFFFFFFFF)
        own = _of_pairs(network.ties.source, network.ties.target, is_end, pairs)
        ended = own[network.ties.until[own] <= view.day]  # these fade as their ends are embedded
        fades = _marked(count, network.ties.source[ended], network.ties.target[ended])
        ties = np.union1d(own, _touching(network.ties.source, network.ties.target, fades))
        known = np.union1d(
            _of_pairs(strengths.a, strengths.b, is_end, pairs),
            _touching(strengths.a, strengths.b, fades),
        )
        small = (
            network.ties.take(ties),
            network.positions.take(_positions(network.positions, is_end)),
            network.asks.take(np.flatnonzero(is_end[network.asks.target])),
        )
        is_part = is_end | _marked(
            count,
            *(small[0].source, small[0].target, small[1].contact, small[1].partner),
            *(small[2].source, small[2].target, strengths.a[known], strengths.b[known]),
        )
        actors = np.flatnonzero(is_part).astype(np.int32)
        place = np.zeros(count, np.int32)
        place[actors] = np.arange(len(actors), dtype=np.int32)
        part = Network(
            network.revision,
            replace(network.actors.take(actors), index=np.arange(len(actors), dtype=np.int32)),
            replace(small[0], source=place[small[0].source], target=place[small[0].target]),
            replace(small[1], contact=place[small[1].contact], partner=place[small[1].partner]),
            ParticipationColumns.empty(),
            network.types,
            _placed_asks(small[2], place),
        )
        seen = part.on(view.day, view.reader)
        return cls(
            actors,
            seen,
            _placed_strengths(strengths, known, place, seen),
            pair_codes(place[pairs >> 32], place[pairs & 0xFFFFFFFF]),
        )

    def hops(self, types: frozenset[str] | None, channel: int) -> tuple[Hops, HopFeatures]:
        """Derive the hops of the pairs, with the indices of the large network."""
        hops = hops_of(self.view, types, strengths=self.strengths, among=self.pairs)
        features = known_features(self.view, hops, channel)
        at_body = hops.body >= 0
        body = hops.body.copy()
        body[at_body] = self.actors[hops.body[at_body]]
        source, target = self.actors[hops.source], self.actors[hops.target]
        return replace(hops, source=source, target=target, body=body), features


def _marked(count: int, *groups: NDArray[Any]) -> Flags:
    marked = np.zeros(count, np.bool_)
    for group in groups:
        marked[group] = True
    return marked


def _of_pairs(one: Indices, other: Indices, is_end: Flags, pairs: Codes) -> NDArray[np.int64]:
    """Rows between the two of some pairs."""
    near = np.flatnonzero(is_end[one] & is_end[other])
    return near[np.isin(unordered_codes(one[near], other[near]), pairs)]


def _touching(one: Indices, other: Indices, marked: Flags) -> NDArray[np.int64]:
    """Rows with an end among some actors."""
    return np.flatnonzero(marked[one] | marked[other])


def _positions(positions: PositionColumns, is_end: Flags) -> Flags:
    """Positions of some actors, and all at organisations that are, or employ two of, them."""
    is_own = is_end[positions.contact]
    seats = np.bincount(positions.partner[is_own], minlength=len(is_end))
    return is_own | is_end[positions.partner] | (seats > 1)[positions.partner]


def _placed_asks(asks: AskColumns, place: Indices) -> AskColumns:
    return replace(asks, source=place[asks.source], target=place[asks.target])


def _placed_strengths(
    strengths: PairStrengths, rows: NDArray[np.int64], place: Indices, view: NetworkView
) -> PairStrengths:
    return PairStrengths(
        view,
        strengths.recorded_by,
        place[strengths.a[rows]],
        place[strengths.b[rows]],
        strengths.depth[rows],
        strengths.gap[rows],
        strengths.newest[rows],
        strengths.met[rows],
        strengths.contacts[rows],
        strengths.is_embedded[rows],
        strengths.default[rows],
    )
