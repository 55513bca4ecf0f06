"""Who is drawn and which records count: people, organisations, or all, on a day.

Definitions: ``docs/methods/views.md``.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.analysis.sociogram import Floats, Indices, Sociogram
from graph.network import (
    CONTACT,
    LEVEL_CODES,
    NO_DAY,
    PARTNER,
    SECTOR_CODES,
    NetworkView,
    PositionColumns,
)
from graph.strength.colleagues import Colleagues
from graph.strength.contacts import unordered_codes
from graph.strength.rhythms import sectors_of
from graph.strength.strength import PairStrengths
from graph.strength.ties import tie_strengths
from graph.vocabulary import Level, Sector

POSITION_STRENGTH: Final = 1.0
MEETING_DAYS: Final = 365
"""Meetings of so many days join organisations."""


class Lens(StrEnum):
    """Whom a measure looks at."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    ALL = "all"


class Part(StrEnum):
    """What joins organisations."""

    TIES = "ties"
    """Relationships stated of the two themselves."""
    PEOPLE = "people"
    """Persons in post at both."""
    MEETINGS = "meetings"
    """Meetings that people of both attended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which records and actors count.

    Parameters
    ----------
    lens
        Whom to look at.
    types
        Tie types that count; ``None``: all that are on. Computed strengths count as ``met_with``.
    sectors, levels
        Partners of these, and people in post there; ``None``: all. For people levels are those of
        the partners where they are in post.
    least_confidence
        Ties recorded with less are left out; one without a confidence counts.
    least_strength
        Pairs below it are left out after their records were added up.
    with_colleagues
        Whether inferred colleagues count among people.
    parts
        What joins organisations.

    """

    lens: Lens = Lens.PEOPLE
    types: frozenset[str] | None = None
    sectors: frozenset[Sector] | None = None
    levels: frozenset[Level] | None = None
    least_confidence: float = 0.0
    least_strength: float = 0.0
    with_colleagues: bool = False
    parts: frozenset[Part] = field(default_factory=lambda: frozenset(Part))


MET: Final = "met_with"


def sociogram_of(strengths: PairStrengths, chosen: Chosen) -> Sociogram:
    """Draw a network on a day, as chosen.

    Parameters
    ----------
    strengths
        Computed strengths of all pairs on the day; they know the view.
    chosen
        Whom and which records.

    Returns
    -------
    Sociogram
        Vertices in the order of identifiers; actors out of use are none, isolates are.

    Notes
    -----
    Time and memory O(n + ties + positions + participations of a year), and the pairs of those who
    attended the same meetings.

    """
    view = strengths.view
    vertices = _vertices(view, chosen)
    place = np.full(len(view.network), -1, np.int32)
    place[vertices] = np.arange(len(vertices), dtype=np.int32)
    match chosen.lens:
        case Lens.PEOPLE:
            records = [_ties(strengths, chosen), _contacts(strengths, chosen)]
            if chosen.with_colleagues:
                records.append(_colleagues(view))
        case Lens.ORGANISATIONS:
            records = []
            if Part.TIES in chosen.parts:
                records.append(_ties(strengths, chosen).as_mutual())
            if Part.PEOPLE in chosen.parts:
                records.append(_shared_people(view))
            if Part.MEETINGS in chosen.parts:
                records.append(_shared_meetings(view))
        case Lens.ALL:
            records = [_ties(strengths, chosen), _contacts(strengths, chosen), _posts(view)]
            if chosen.with_colleagues:
                records.append(_colleagues(view))
    every = _Records.joined(records)
    source, target = place[every.source], place[every.target]
    drawn = np.flatnonzero((source >= 0) & (target >= 0))
    return Sociogram.of(
        vertices,
        source[drawn],
        target[drawn],
        every.weight[drawn],
        every.is_mutual[drawn],
        least=chosen.least_strength,
    )


def _vertices(view: NetworkView, chosen: Chosen) -> Indices:
    """Give the actors that are drawn, by identifier."""
    network = view.network
    actors = network.actors
    kinds = {
        Lens.PEOPLE: actors.kind == CONTACT,
        Lens.ORGANISATIONS: actors.kind == PARTNER,
        Lens.ALL: (actors.kind == CONTACT) | (actors.kind == PARTNER),
    }
    drawn = kinds[chosen.lens] & ~network.out_of_use
    if chosen.sectors is not None:
        wanted = sum(1 << (SECTOR_CODES[sector] - 1) for sector in chosen.sectors)
        drawn &= (sectors_of(view) & np.uint16(wanted)) != 0
    if chosen.levels is not None:
        drawn &= _is_of_level(view, chosen.levels)
    found = np.flatnonzero(drawn)
    return found[np.argsort(network.rank[found])].astype(np.int32)


def _is_of_level(view: NetworkView, levels: Collection[Level]) -> NDArray[np.bool_]:
    """Whether each partner is of a level, and each person in post at such a partner."""
    actors, positions = view.network.actors, view.network.positions
    of_partner = np.isin(actors.level, [LEVEL_CODES[level] for level in levels])
    held = np.flatnonzero(view.positions)
    there = held[of_partner[positions.partner[held]]]
    of_partner &= actors.kind == PARTNER
    of_partner[positions.contact[there]] = True
    return of_partner


@dataclass(frozen=True, slots=True, eq=False)
class _Records:
    """Records between actors: one element each."""

    source: NDArray[Any]
    target: NDArray[Any]
    weight: Floats
    is_mutual: NDArray[np.bool_]

    @classmethod
    def mutual(cls, one: NDArray[Any], other: NDArray[Any], weight: NDArray[Any]) -> Self:
        """Make records that hold both ways."""
        return cls(one, other, weight.astype(np.float64), np.ones(len(one), np.bool_))

    @classmethod
    def joined(cls, parts: Collection[Self]) -> Self:
        """Put records below one another."""
        return cls(
            np.concatenate([np.empty(0, np.int32), *(part.source for part in parts)]),
            np.concatenate([np.empty(0, np.int32), *(part.target for part in parts)]),
            np.concatenate([np.empty(0), *(part.weight for part in parts)]),
            np.concatenate([np.empty(0, np.bool_), *(part.is_mutual for part in parts)]),
        )

    def as_mutual(self) -> "_Records":
        """Give the same records without direction."""
        return _Records.mutual(self.source, self.target, self.weight)


def _ties(strengths: PairStrengths, chosen: Chosen) -> _Records:
    """Ties that hold on the day, by what a person said, else as stated, else as their type is."""
    view = strengths.view
    registry = view.network.types
    counts = view.ties.copy()
    ties = view.network.ties
    if chosen.types is not None:
        counts &= np.array([type_.id in chosen.types for type_ in registry], np.bool_)[ties.type]
    if chosen.least_confidence > 0:
        counts &= ~(ties.confidence < chosen.least_confidence)
    some = ties.take(np.flatnonzero(counts))
    said = tie_strengths(view, some, strengths)
    stated = np.where(np.isnan(said.stated), said.prior, said.stated)
    weight = np.where(np.isnan(said.override), stated, said.override)
    is_mutual = np.array([not type_.is_directed for type_ in registry], np.bool_)
    return _Records(some.source, some.target, weight, is_mutual[some.type])


def _contacts(strengths: PairStrengths, chosen: Chosen) -> _Records:
    """Give the computed strengths, but of pairs on whom a person's own word stands."""
    if chosen.types is not None and MET not in chosen.types:
        return _Records.joined([])
    view, ties = strengths.view, strengths.view.network.ties
    holds = (ties.override_since <= view.day) & (view.day < ties.override_until) & view.ties
    judged = np.flatnonzero(holds & (ties.override_since != NO_DAY))
    a, b = strengths.a, strengths.b
    spoken = unordered_codes(ties.source[judged], ties.target[judged])
    rows = np.flatnonzero(~np.isin(unordered_codes(a, b), spoken))
    return _Records.mutual(a[rows], b[rows], strengths.strength[rows])


def _colleagues(view: NetworkView) -> _Records:
    """Inferred colleagues: their posts at one body overlap on the day."""
    network = view.network
    found = Colleagues.of(
        network.positions.take(np.flatnonzero(network.positions_in_use)), view.day
    )
    now = np.flatnonzero(found.last_day >= view.day)
    return _Records.mutual(found.a[now], found.b[now], found.strength[now])


def _posts(view: NetworkView) -> _Records:
    """Positions held on the day; several of one person at one partner count once."""
    held = view.network.positions.take(np.flatnonzero(view.positions))
    pairs = np.unique(np.column_stack([held.contact, held.partner]), axis=0)
    return _Records.mutual(pairs[:, 0], pairs[:, 1], np.full(len(pairs), POSITION_STRENGTH))


def _shared_people(view: NetworkView) -> _Records:
    """Persons in post at several partners: each pair of them 1/(k - 1), k partners in all."""
    held = view.network.positions.take(np.flatnonzero(view.positions))
    return _of_memberships(held.contact, held.partner)


def _shared_meetings(view: NetworkView) -> _Records:
    """Meetings within a year: each pair of the k partners that attended 1/(k - 1).

    A partner attends by whoever was in post there on the day of the meeting, or in its own name.
    """
    network = view.network
    parts = network.participations
    lately = (parts.day <= view.day) & (parts.day > view.day - MEETING_DAYS) & parts.present
    rows = parts.take(np.flatnonzero(lately & ~network.out_of_use[parts.actor]))
    own = network.actors.kind[rows.actor] == PARTNER
    positions: PositionColumns = network.positions.take(np.flatnonzero(network.positions_in_use))
    order = np.argsort(positions.contact, kind="stable")
    start = np.searchsorted(positions.contact[order], rows.actor, "left")
    stop = np.searchsorted(positions.contact[order], rows.actor, "right")
    counts = stop - start
    of_row = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(of_row)) - np.repeat(np.cumsum(counts) - counts, counts)
    post = order[np.repeat(start, counts) + within]
    day = rows.day[of_row]
    held = (positions.since[post] <= day) & (day < positions.until[post])
    return _of_memberships(
        np.concatenate([rows.key[own], rows.key[of_row[held]]]),
        np.concatenate([rows.actor[own], positions.partner[post[held]]]),
    )


def _of_memberships(event: NDArray[Any], partner: NDArray[Any]) -> _Records:
    """Join all partners of each event; one of a single partner joins none (Newman 2001)."""
    pairs = np.unique(np.column_stack([event, partner]).astype(np.int64), axis=0)
    first = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
    size = np.diff(np.append(first, len(pairs)))
    # Each member is joined to those after it in its event.
    after = np.repeat(first + size, size) - np.arange(len(pairs)) - 1
    one = np.repeat(np.arange(len(pairs)), after)
    step = np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    weight = 1.0 / np.maximum(np.repeat(size, size)[one] - 1, 1)
    return _Records.mutual(pairs[one, 1], pairs[one + step + 1, 1], weight)
