"""From records to hops: which ties an introduction can travel, and what is known of each.

Rules in ``docs/access-paths.md``: direct ties of a traversable type, contacts that happened,
colleagues inferred from dated positions, and steps through an organisation.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.odds import HopFeatures
from graph.network import BODY, NO_DAY, PARTNER, POSITION_CODES, NetworkView
from graph.strength.colleagues import Colleagues
from graph.strength.contacts import pair_codes, unordered_codes
from graph.strength.rhythms import sectors_of
from graph.strength.strength import PairStrengths, strengths_of
from graph.strength.ties import LEAST_FADED, tie_strengths
from graph.strength.used import Speaks, strength_used
from graph.vocabulary import PositionType, Traversal

MET: Final = "met_with"
"""Word in a filter of types for contacts that happened as well as for ties of this type."""
COLLEAGUES: Final = "colleagues"
"""Word in a filter of types for inferred colleagues."""

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int32]
Codes = NDArray[np.int64]


class Basis(IntEnum):
    """How we know that a hop exists."""

    TIE = 0
    CONTACT = 1
    COLLEAGUES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Hops:
    """Directed hops, one row each.

    ``strength`` is the strength used, and ``speaks`` a code of :class:`Speaks` that says where it
    comes from; ``said`` the largest of stated and colleague strength, NaN where neither is known,
    and ``prior`` that of the types; ``basis`` a code of :class:`Basis`; ``reciprocity`` 1 where
    both sides stated the tie and what they stated speaks, else 0; ``body`` the partner at which
    colleagues served and ``last_day`` their last day together, -1 and ``NO_DAY`` for other hops.
    """

    source: Indices
    target: Indices
    basis: NDArray[np.int8]
    strength: NDArray[np.float64]
    speaks: NDArray[np.int8]
    said: NDArray[np.float64]
    prior: NDArray[np.float64]
    reciprocity: NDArray[np.int8]
    body: Indices
    last_day: Indices

    def __len__(self) -> int:
        return len(self.source)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Keep some hops."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class _Grounds:
    """Reasons for hops, several for a pair; what a reason does not tell is NaN, -1 or NO_DAY."""

    source: Indices
    target: Indices
    basis: NDArray[np.int8]
    override: NDArray[np.float64]
    override_since: Indices
    stated: NDArray[np.float64]
    mutual: NDArray[np.bool_]
    colleague: NDArray[np.float64]
    prior: NDArray[np.float64]
    body: Indices
    last_day: Indices

    def __len__(self) -> int:
        return len(self.source)

    @classmethod
    def of(cls, source: Indices, target: Indices, basis: Basis, **known: NDArray[Any]) -> Self:
        """Make grounds of one basis; what is not given is not known."""
        count = len(source)
        unknown = np.full(count, np.nan)
        return cls(
            source.astype(np.int32),
            target.astype(np.int32),
            np.full(count, basis, np.int8),
            known.get("override", unknown),
            known.get("override_since", np.full(count, NO_DAY, np.int32)),
            known.get("stated", unknown),
            known.get("mutual", np.zeros(count, np.bool_)),
            known.get("colleague", unknown),
            known.get("prior", unknown),
            known.get("body", np.full(count, -1)).astype(np.int32),
            known.get("last_day", np.full(count, NO_DAY)).astype(np.int32),
        )

    @classmethod
    def joined(cls, parts: Collection[Self]) -> Self:
        """Put grounds of several kinds below one another."""
        columns = [column.name for column in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Keep some."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))


def hops_of(
    view: NetworkView,
    types: Collection[str] | None = None,
    *,
    strengths: PairStrengths | None = None,
    among: Codes | None = None,
) -> Hops:
    """Collect the hops of a day, one for each ordered pair of actors, sorted by both.

    Parameters
    ----------
    view
        Network on a day.
    types
        Tie types that may be used, with ``met_with`` and ``colleagues`` as words for contacts
        that happened and for inferred colleagues; ``None``: all.
    strengths
        Computed strengths of the same view, where they are at hand; else they are computed.
    among
        Numbers of the pairs wanted (``graph.strength.contacts.unordered_codes``); ``None``: all.

    Returns
    -------
    Hops
        ``strength`` is what a person said in place of it; else the largest of computed, stated and
        colleague strength of the pair; else the largest prior of its types. A pair with a tie or
        contact of its own is not marked as inferred. The filter chooses which reasons make a hop;
        the computed strength belongs to the pair, whichever reason makes its hop.

    Notes
    -----
    Time O((n + m) log m), the colleagues' sweep and the strengths; memory a few arrays of the
    number of hops.

    """
    computed = strengths_of(view) if strengths is None else strengths
    parts = [_by_ties(view, types, computed, among)]
    if types is None or MET in types:
        parts.append(_by_contacts(computed))
    if types is None or COLLEAGUES in types:
        parts.append(_by_positions(view))
    every = _Grounds.joined(parts)
    kind = view.network.actors.kind
    makes_hop = (kind[every.source] > 0) & (kind[every.target] > 0)
    if among is not None:
        makes_hop &= np.isin(unordered_codes(every.source, every.target), among)
    return _one_a_pair(every.take(np.flatnonzero(makes_hop)), computed)


def _one_a_pair(every: _Grounds, computed: PairStrengths) -> Hops:
    """Merge the grounds of each ordered pair into one hop; of overrides the newest holds."""
    newest_first = -every.override_since.astype(np.int64)
    largest_first = np.nan_to_num(-every.override, nan=1.0)
    codes = pair_codes(every.source, every.target)
    every = every.take(np.lexsort((largest_first, newest_first, codes)))
    codes = pair_codes(every.source, every.target)
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    if not len(firsts):
        none = np.empty(0)
        strength, speaks = strength_used(
            override=none, computed=none, stated=none, colleague=none, prior=none
        )
        return Hops(
            *(every.source, every.target, every.basis, strength, speaks, every.stated, every.prior),
            *(every.mutual.astype(np.int8), every.body, every.last_day),
        )
    source, target = every.source[firsts], every.target[firsts]
    stated, colleague, prior = (
        np.fmax.reduceat(column, firsts) for column in (every.stated, every.colleague, every.prior)
    )
    strength, speaks = strength_used(
        override=every.override[firsts],
        computed=computed.between(source, target),
        stated=stated,
        colleague=colleague,
        prior=prior,
    )
    sizes = np.diff(np.append(firsts, len(every)))
    is_mutual = every.mutual & (every.stated == np.repeat(stated, sizes))
    reciprocity = np.logical_or.reduceat(is_mutual, firsts) & (speaks == Speaks.STATED)
    return Hops(
        source,
        target,
        np.minimum.reduceat(every.basis, firsts),
        strength,
        speaks,
        np.fmax(stated, colleague),
        prior,
        reciprocity.astype(np.int8),
        np.maximum.reduceat(every.body, firsts),
        np.maximum.reduceat(every.last_day, firsts),
    )


def _by_ties(
    view: NetworkView,
    types: Collection[str] | None,
    computed: PairStrengths,
    among: Codes | None,
) -> _Grounds:
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

    every = view.network.ties
    counts = usable[every.type] & (every.since <= day)
    if among is not None:
        counts &= np.isin(unordered_codes(every.source, every.target), among)
    ties = every.take(np.flatnonzero(counts))
    said = tie_strengths(view, ties, computed)
    mutual = _stated_back(ties.source, ties.target, said.carries & ~np.isnan(ties.strength))
    forward = np.flatnonzero(said.carries)
    backward = np.flatnonzero(said.carries & both_ways[ties.type])
    return _Grounds.joined(
        [
            _Grounds.of(
                ends[0][rows],
                ends[1][rows],
                Basis.TIE,
                override=said.override[rows],
                override_since=said.override_since[rows],
                stated=said.stated[rows],
                mutual=mutual[rows],
                prior=said.prior[rows],
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
    there, back = pair_codes(source, target), pair_codes(target, source)
    return is_stated & np.isin(back, there[is_stated])


def _by_contacts(computed: PairStrengths) -> _Grounds:
    """Hops both ways between those who were in touch and have not grown apart."""
    rows = np.flatnonzero((computed.contacts > 0) & (computed.strength >= LEAST_FADED))
    a, b = computed.a[rows], computed.b[rows]
    return _Grounds.of(np.concatenate([a, b]), np.concatenate([b, a]), Basis.CONTACT)


def _by_positions(view: NetworkView) -> _Grounds:
    """Hops between colleagues: their dated positions at one body overlapped."""
    network = view.network
    positions = network.positions.take(np.flatnonzero(network.positions_in_use))
    found = Colleagues.of(positions, view.day)
    ends = np.concatenate([found.a, found.b]), np.concatenate([found.b, found.a])
    known = {
        "colleague": np.tile(found.strength, 2),
        "body": np.tile(found.body, 2),
        "last_day": np.tile(found.last_day, 2),
    }
    return _Grounds.of(*ends, Basis.COLLEAGUES, **known)


def features_of(view: NetworkView, hops: Hops, key_contact: Indices | None = None) -> HopFeatures:
    """Look up what the model wants to know of each hop.

    ``key_contact`` is what :func:`key_contacts` gives, where it is at hand. Seniority and sectors
    that are not known count for nothing; requests are none until there are records of them.
    """
    actors = view.network.actors
    from_level = actors.seniority[hops.source].astype(np.int64)
    to_level = actors.seniority[hops.target].astype(np.int64)
    levels_up = np.where((from_level > 0) & (to_level > 0), to_level - from_level, 0)
    met = key_contacts(view) if key_contact is None else key_contact
    sectors = sectors_of(view)
    mine, theirs = sectors[hops.source], sectors[hops.target]
    return HopFeatures(
        strength=hops.strength,
        reciprocity=hops.reciprocity,
        levels_up=np.maximum(levels_up, 0).astype(np.int8),
        busyness=actors.busyness[hops.target].astype(np.float64),
        requests=np.zeros(len(hops), np.int32),
        other_sector=(mine > 0) & (theirs > 0) & (mine & theirs == 0),
        shared_forum=np.isin(unordered_codes(hops.source, hops.target), forum_pairs(view)),
        inferred=hops.basis == Basis.COLLEAGUES,
        nobody_known=(actors.kind[hops.target] == PARTNER) & (met[hops.target] < 0),
        channel=np.zeros(len(hops), np.int8),
    )


def forum_pairs(view: NetworkView, some: NDArray[np.bool_] | None = None) -> Codes:
    """Give the numbers of pairs who sit on one body, small enough to be colleagues, on the day.

    ``some`` tells of each position whether it counts; of a body all do or none.
    """
    network = view.network
    counts = view.positions & (network.actors.partner_kind[network.positions.partner] == BODY)
    if some is not None:
        counts &= some
    found = Colleagues.of(network.positions.take(np.flatnonzero(counts)), view.day)
    return unordered_codes(found.a, found.b)


FOREMOST: Final = (
    PositionType.LEADS,
    PositionType.CHAIRS,
    PositionType.REPRESENTS,
    PositionType.WORKS_FOR,
    PositionType.SECONDED_TO,
    PositionType.MEMBER_OF,
)
"""Positions in the order in which they name a person: heads first, memberships last."""


def key_contacts(view: NetworkView, some: NDArray[np.bool_] | None = None) -> Indices:
    """Find whom a step into each partner meets: who leads it on the day, else who is in post.

    Parameters
    ----------
    view
        Network on a day.
    some
        Whether each position counts; of a partner all do or none. ``None``: all.

    Returns
    -------
    ndarray
        Shape (n,), int32: index of the contact; -1 for contacts and where nobody is known. Of
        several the one with the first id. Those who are never on a route are passed over.

    """
    network = view.network
    usable = view.positions & ~network.never_on_a_route[network.positions.contact]
    if some is not None:
        usable &= some
    held = network.positions.take(np.flatnonzero(usable))
    order_of = np.zeros(len(POSITION_CODES) + 1, np.int64)
    for place, type_ in enumerate(FOREMOST):
        order_of[POSITION_CODES[type_]] = place
    order = np.lexsort((network.rank[held.contact], order_of[held.type], held.partner))
    partners, firsts = np.unique(held.partner[order], return_index=True)
    found = np.full(len(network), -1, np.int32)
    found[partners] = held.contact[order][firsts]
    return found
