"""From records to hops: which ties an introduction can travel, and what is known of each.

Rules in ``docs/access-paths.md``: direct ties of a traversable type, contacts that happened,
colleagues inferred from dated positions, and steps through an organisation.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.odds import HopFeatures
from graph.kernels import colleague_pairs
from graph.network import (
    BODY,
    CONTACT,
    INTERACTION_CODES,
    NO_DAY,
    PARTNER,
    POSITION_CODES,
    NetworkView,
)
from graph.strength.fading import (
    WORTH,
    last_contact,
    size_factor,
    stated_after,
)
from graph.vocabulary import PositionType, Traversal

LEAST_FADED: Final = 0.05
"""An ended tie or an old contact below this strength carries no introduction any more."""

MET: Final = "met_with"
"""Word in a filter of types for contacts that happened as well as for ties of this type."""
COLLEAGUES: Final = "colleagues"
"""Word in a filter of types for inferred colleagues."""

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int32]


class Basis(IntEnum):
    """How we know that a hop exists."""

    TIE = 0
    CONTACT = 1
    COLLEAGUES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Hops:
    """Directed hops, one row each.

    ``strength`` is NaN where only the type's ``prior`` speaks; ``basis`` a code of
    :class:`Basis`; ``reciprocity`` 1 where both sides stated the tie, else 0; ``body`` the partner
    at which colleagues served and ``last_day`` their last day together, -1 and ``NO_DAY`` for
    other hops.
    """

    source: Indices
    target: Indices
    basis: NDArray[np.int8]
    strength: NDArray[np.float64]
    prior: NDArray[np.float64]
    reciprocity: NDArray[np.int8]
    body: Indices
    last_day: Indices

    def __len__(self) -> int:
        return len(self.source)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Keep some hops."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    @classmethod
    def joined(cls, parts: Collection[Self]) -> Self:
        """Put hops of several sources below one another."""
        columns = [column.name for column in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    @classmethod
    def between(cls, source: Indices, target: Indices, basis: Basis, **known: NDArray[Any]) -> Self:
        """Make hops of one basis; what is not given is not known."""
        count = len(source)
        return cls(
            source.astype(np.int32),
            target.astype(np.int32),
            np.full(count, basis, np.int8),
            known.get("strength", np.full(count, np.nan)).astype(np.float64),
            known.get("prior", np.full(count, np.nan)).astype(np.float64),
            known.get("reciprocity", np.zeros(count)).astype(np.int8),
            known.get("body", np.full(count, -1)).astype(np.int32),
            known.get("last_day", np.full(count, NO_DAY)).astype(np.int32),
        )


def hops_of(view: NetworkView, types: Collection[str] | None = None) -> Hops:
    """Collect the hops of a day, one for each ordered pair of actors, sorted by both.

    Parameters
    ----------
    view
        Network on a day.
    types
        Tie types that may be used, with ``met_with`` and ``colleagues`` as words for contacts
        that happened and for inferred colleagues; ``None``: all.

    Returns
    -------
    Hops
        ``strength`` is the largest of stated, contact and colleague strength of the pair, and
        the largest prior of its types where none of these is known. A pair with a tie or contact
        of its own is not marked as inferred.

    Notes
    -----
    Time O((n + m) log m) and the colleagues' sweep; memory a few arrays of the number of hops.

    """
    parts = [_by_ties(view, types)]
    if types is None or MET in types:
        parts.append(_by_contacts(view))
    if types is None or COLLEAGUES in types:
        parts.append(_by_positions(view))
    every = Hops.joined(parts)
    kind = view.network.actors.kind
    return _one_a_pair(
        every.take(np.flatnonzero((kind[every.source] > 0) & (kind[every.target] > 0)))
    )


def _one_a_pair(every: Hops) -> Hops:
    """Merge the hops of each ordered pair into one channel."""
    if not len(every):
        return every
    strongest_first = np.nan_to_num(-every.strength, nan=1.0)
    every = every.take(np.lexsort((strongest_first, every.target, every.source)))
    is_first = np.ones(len(every), np.bool_)
    is_first[1:] = np.diff(every.source).astype(np.bool_) | np.diff(every.target).astype(np.bool_)
    firsts = np.flatnonzero(is_first)
    best = every.take(firsts)
    return replace(
        best,
        basis=np.minimum.reduceat(every.basis, firsts),
        strength=np.where(
            np.isnan(best.strength), np.fmax.reduceat(every.prior, firsts), best.strength
        ),
        body=np.maximum.reduceat(every.body, firsts),
        last_day=np.maximum.reduceat(every.last_day, firsts),
    )


def _by_ties(view: NetworkView, types: Collection[str] | None) -> Hops:
    """Hops along recorded ties that hold, or held and have not faded yet."""
    day, registry = view.day, view.network.types
    usable = np.array(
        [
            type_.is_on
            and type_.traversal is not Traversal.NONE
            and (types is None or type_.id in types)
            for type_ in registry
        ],
        np.bool_,
    )
    both_ways = np.array(  # ends of an undirected type have no order that could point one way
        [type_.traversal is Traversal.BOTH or not type_.is_directed for type_ in registry], np.bool_
    )
    priors = np.array([type_.prior for type_ in registry], np.float64)

    every = view.network.ties
    ties = every.take(np.flatnonzero(usable[every.type] & (every.since <= day)))
    since_end = (day + 1.0) - ties.until
    stated = stated_after(ties.strength.astype(np.float64), since_end)
    is_dated = (ties.last_contact != NO_DAY) & (ties.last_contact <= day)
    age = np.where(is_dated, day - ties.last_contact.astype(np.float64), np.nan)
    met = last_contact(np.ones(len(ties)), age)
    known = np.fmax(stated, met)
    prior = stated_after(priors[ties.type], since_end)
    carries = (since_end <= 0) | (np.where(np.isnan(known), prior, known) >= LEAST_FADED)

    speaks = stated >= np.nan_to_num(met, nan=-1.0)  # else the contact decides the strength
    mutual = speaks & _stated_back(ties.source, ties.target, carries & ~np.isnan(ties.strength))
    forward, backward = np.flatnonzero(carries), np.flatnonzero(carries & both_ways[ties.type])
    return Hops.joined(
        [
            Hops.between(
                ends[0][rows],
                ends[1][rows],
                Basis.TIE,
                strength=known[rows],
                prior=prior[rows],
                reciprocity=mutual[rows],
            )
            for ends, rows in (
                ((ties.source, ties.target), forward),
                ((ties.target, ties.source), backward),
            )
        ]
    )


def _stated_back(
    source: Indices, target: Indices, is_stated: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether the same pair also stands the other way round, stated as well."""
    there = _pair_codes(source, target)
    back = _pair_codes(target, source)
    return is_stated & np.isin(back, there[is_stated])


def _pair_codes(source: Indices, target: Indices) -> NDArray[np.int64]:
    return (source.astype(np.int64) << 32) | target


def _by_contacts(view: NetworkView) -> Hops:
    """Hops between those who met: the last two-sided contact of each pair, if not too old."""
    every = view.network.participations
    worth_of = np.zeros(len(INTERACTION_CODES) + 1)
    for kind, worth in WORTH.items():
        worth_of[INTERACTION_CODES[kind]] = worth
    rows = every.take(np.flatnonzero((every.day <= view.day) & (worth_of[every.kind] > 0)))
    if not len(rows):
        return Hops.between(rows.actor, rows.actor, Basis.CONTACT)
    starts = np.flatnonzero(np.diff(rows.key, prepend=rows.key[0] - 1))
    sizes = np.diff(np.append(starts, len(rows)))
    worth = worth_of[rows.kind[starts]] * size_factor(sizes)
    strength = last_contact(worth, (view.day - rows.day[starts]).astype(np.float64))
    counts = np.flatnonzero(strength >= LEAST_FADED)  # leaves out all large meetings too
    source, target, event = [rows.actor[:0]], [rows.actor[:0]], [counts[:0]]
    for size in np.unique(sizes[counts]):  # meetings of one size at a time, as a table
        events = counts[sizes[counts] == size]
        table = rows.actor[starts[events][:, None] + np.arange(size)]
        one, other = np.nonzero(~np.eye(size, dtype=np.bool_))
        source.append(table[:, one].ravel())
        target.append(table[:, other].ravel())
        event.append(np.repeat(events, len(one)))
    return Hops.between(
        np.concatenate(source),
        np.concatenate(target),
        Basis.CONTACT,
        strength=strength[np.concatenate(event)],
    )


def _by_positions(view: NetworkView) -> Hops:
    """Hops between colleagues: their dated positions at one body overlapped."""
    network = view.network
    positions = network.positions.take(np.flatnonzero(network.positions_in_use))
    at = positions.take(np.argsort(positions.partner, kind="stable"))
    bodies, starts = np.unique(at.partner, return_index=True)
    a, b, strength, body, last_day = colleague_pairs(
        np.append(starts, len(at)), at.contact, at.since, at.until, view.day
    )
    known = {
        "strength": np.tile(strength, 2),
        "body": np.tile(bodies[body], 2),
        "last_day": np.tile(last_day, 2),
    }
    return Hops.between(np.concatenate([a, b]), np.concatenate([b, a]), Basis.COLLEAGUES, **known)


def features_of(view: NetworkView, hops: Hops) -> HopFeatures:
    """Look up what the model wants to know of each hop.

    Seniority and sectors that are not known count for nothing; requests are none until there are
    records of them.
    """
    actors = view.network.actors
    from_level = actors.seniority[hops.source].astype(np.int64)
    to_level = actors.seniority[hops.target].astype(np.int64)
    levels_up = np.where((from_level > 0) & (to_level > 0), to_level - from_level, 0)
    sectors = sectors_of(view)
    mine, theirs = sectors[hops.source], sectors[hops.target]
    return HopFeatures(
        strength=hops.strength,
        reciprocity=hops.reciprocity,
        levels_up=np.maximum(levels_up, 0).astype(np.int8),
        busyness=actors.busyness[hops.target].astype(np.float64),
        requests=np.zeros(len(hops), np.int32),
        other_sector=(mine > 0) & (theirs > 0) & (mine & theirs == 0),
        shared_forum=_share_forum(view, hops),
        inferred=hops.basis == Basis.COLLEAGUES,
        nobody_known=(actors.kind[hops.target] == PARTNER) & (key_contacts(view)[hops.target] < 0),
        channel=np.zeros(len(hops), np.int8),
    )


def sectors_of(view: NetworkView) -> NDArray[np.uint16]:
    """Sectors of each actor as bits: a partner's own, a contact's by the positions of the day."""
    actors = view.network.actors
    place = np.maximum(actors.sector - 1, 0).astype(np.uint16)  # the eighth bit is beyond an int8
    bits = np.where(actors.sector > 0, np.uint16(1) << place, np.uint16(0))
    held = view.network.positions.take(np.flatnonzero(view.positions))
    of_person = np.zeros(len(actors), np.uint16)
    np.bitwise_or.at(of_person, held.contact, bits[held.partner])
    return np.where(actors.kind == CONTACT, of_person, bits)


def _share_forum(view: NetworkView, hops: Hops) -> NDArray[np.bool_]:
    """Whether both ends sit on one body, small enough to be colleagues there, on the day."""
    network = view.network
    on_body = network.actors.partner_kind[network.positions.partner] == BODY
    seats = network.positions.take(np.flatnonzero(view.positions & on_body))
    seats = seats.take(np.argsort(seats.partner, kind="stable"))
    _, starts = np.unique(seats.partner, return_index=True)
    a, b, _, _, _ = colleague_pairs(
        np.append(starts, len(seats)), seats.contact, seats.since, seats.until, view.day
    )
    together = np.concatenate([_pair_codes(a, b), _pair_codes(b, a)])
    return np.isin(_pair_codes(hops.source, hops.target), together)


FOREMOST: Final = (
    PositionType.LEADS,
    PositionType.CHAIRS,
    PositionType.REPRESENTS,
    PositionType.WORKS_FOR,
    PositionType.SECONDED_TO,
    PositionType.MEMBER_OF,
)
"""Positions in the order in which they name a person: heads first, memberships last."""


def key_contacts(view: NetworkView) -> Indices:
    """Find whom a step into each partner meets: who leads it on the day, else who is in post.

    Returns
    -------
    ndarray
        Shape (n,), int32: index of the contact; -1 for contacts and where nobody is known. Of
        several the one with the first id. Those who are never on a route are passed over.

    """
    network = view.network
    usable = view.positions & ~network.never_on_a_route[network.positions.contact]
    held = network.positions.take(np.flatnonzero(usable))
    order_of = np.zeros(len(POSITION_CODES) + 1, np.int64)
    for place, type_ in enumerate(FOREMOST):
        order_of[POSITION_CODES[type_]] = place
    order = np.lexsort((network.rank[held.contact], order_of[held.type], held.partner))
    partners, firsts = np.unique(held.partner[order], return_index=True)
    found = np.full(len(network), -1, np.int32)
    found[partners] = held.contact[order][firsts]
    return found
