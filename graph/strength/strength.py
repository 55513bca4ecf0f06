"""Strength of every pair that was ever in touch, computed from what happened ("strength-2").

Guide: ``docs/methods/strength.md``.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.kernels import RHYTHMS, depths_of_pairs
from graph.network import NO_DAY, NetworkView
from graph.strength.acquaintance import Acquaintances, spread_of
from graph.strength.contacts import Contacts, Side, contacts_of, pair_codes
from graph.strength.rhythms import default_days

STRONG: Final = 0.6
MEDIUM: Final = 0.3
STALE: Final = 0.1
"""Bands: strong from 0.6, medium from 0.3, weak below; stale below 0.1."""

QUIETER: Final = 0.9
"""Weight of the quieter side's depth; the other side's has the rest."""
SCALE: Final = 3.0

Indices = NDArray[np.int32]
Floats = NDArray[np.float64]


def closeness(depth: NDArray[Any]) -> Floats:
    """Bring a depth of contact, 0 and more, to the scale of strength: ``1 - exp(-S / 3)``."""
    return -np.expm1(-depth / SCALE)


def joint_depth(of_a: NDArray[Any], of_b: NDArray[Any]) -> Floats:
    """Depth that counts for a pair: nine tenths the quieter side's, one tenth the other's."""
    return QUIETER * np.minimum(of_a, of_b) + (1 - QUIETER) * np.maximum(of_a, of_b)


@dataclass(frozen=True, eq=False)
class PairStrengths:
    """Pairs that have contacts, a < b, in the order of both; no row means "no record".

    Parameters
    ----------
    view
        Network and day.
    recorded_by
        Contacts written down later are left out; ``None``: none are.
    a, b
        Shape (p,): indices of the two.
    depth
        Shape (p, 3, 6): of a's side, b's side and all contacts, by rhythm; 0 where the rhythm is
        not supported.
    gap
        Shape (p, 2): usual gap of a's and of b's side in days; 0 without contact.
    newest
        Shape (p, 3): epoch day of the newest contact of a's side, b's side and all; ``NO_DAY``
        without contact.
    met
        Shape (p,): epoch day of the last contact of both sides, or ``NO_DAY``.
    contacts
        Shape (p,): how many recorded interactions count.
    is_embedded
        Shape (p,): whether some third person is acquainted with both.
    default
        Shape (p,): default rhythm in days.

    """

    view: NetworkView
    recorded_by: int | None
    a: Indices
    b: Indices
    depth: Floats
    gap: Indices
    newest: Indices
    met: Indices
    contacts: Indices
    is_embedded: NDArray[np.bool_]
    default: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.a)

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """Number of each pair, ascending."""
        return pair_codes(self.a, self.b)

    @cached_property
    def depths(self) -> Floats:
        """Shape (p, 3): depth of a's side, b's side and all contacts, over the best rhythm."""
        return self.depth.max(axis=2)

    @cached_property
    def strength(self) -> Floats:
        """Shape (p,), in [0, 1): never NaN."""
        return closeness(joint_depth(self.depths[:, 0], self.depths[:, 1]))

    @cached_property
    def rhythm(self) -> NDArray[np.int16]:
        """Shape (p,): days of the rhythm that serves all contacts best; of equal ones the least."""
        return np.array(RHYTHMS, np.int16)[self.depth[:, 2].argmax(axis=1)]

    @cached_property
    def silence_days(self) -> NDArray[np.int64]:
        """Shape (p,): days since the newest contact."""
        return self.view.day - self.newest[:, 2].astype(np.int64)

    @cached_property
    def quieter(self) -> NDArray[np.int64]:
        """Shape (p,): 1 where b's side has less depth than a's, else 0."""
        return (self.depths[:, 1] < self.depths[:, 0]).astype(np.int64)

    @cached_property
    def usual_gap(self) -> Indices:
        """Shape (p,): usual days between contacts of the quieter side; 0 if it never answered."""
        return self.gap[np.arange(len(self)), self.quieter]

    def places(self, one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.int64]:
        """Row of each pair, in either order of its ends; -1 where there is no record."""
        wanted = pair_codes(np.minimum(one, other), np.maximum(one, other))
        if not len(self):
            return np.full(len(wanted), -1)
        found = np.minimum(np.searchsorted(self.codes, wanted), len(self) - 1)
        return np.where(self.codes[found] == wanted, found, -1)

    def between(self, one: NDArray[Any], other: NDArray[Any]) -> Floats:
        """Strength of each pair, in either order of its ends; NaN where there is no record."""
        places = self.places(one, other)
        if not len(self):
            return np.full(len(places), np.nan)
        return np.where(places >= 0, self.strength[places], np.nan)

    def acquaintances(self) -> Acquaintances:
        """Tell who is acquainted with whom on the day."""
        return Acquaintances(self.view, self.a, self.b, self.met)

    @cached_property
    def nbytes(self) -> int:
        """Bytes held beyond the snapshot, with what is derived on the way."""
        columns = (
            *(self.a, self.b, self.depth, self.gap, self.newest, self.met, self.contacts),
            *(self.is_embedded, self.default, self.codes, self.depths, self.strength),
            *(self.rhythm, self.silence_days, self.quieter, self.usual_gap),
        )
        return sum(column.nbytes for column in columns)


def strengths_of(view: NetworkView, *, recorded_by: int | None = None) -> PairStrengths:
    """Compute the strength of all pairs that were in touch by a day.

    Parameters
    ----------
    view
        Network on a day; nothing later is seen.
    recorded_by
        Epoch day: contacts written down later are left out. ``None``: none are.

    Notes
    -----
    Time O(rows + pairs of all events + rhythms · contacts); memory O(contacts + 18 · pairs).

    Examples
    --------
    A meeting today is worth 0.283.

    >>> from graph.records.contacts import Contact
    >>> from graph.records.dates import parse_date
    >>> from graph.records.interactions import Interaction
    >>> from graph.network import Network
    >>> on = parse_date("2026-05-03")
    >>> network = Network.build(
    ...     [Contact(id="ani", name="Ani"), Contact(id="budi", name="Budi")],
    ...     interactions=[
    ...         Interaction(id="i", kind="meeting", held_on=on, participants=("ani", "budi"))
    ...     ],
    ... )
    >>> strengths_of(network.on(on.day)).strength.round(3).tolist()
    [0.283]

    """
    contacts = contacts_of(view, recorded_by=recorded_by)
    pairs = Pairs.of(contacts)
    is_embedded = Acquaintances(view, pairs.a, pairs.b, pairs.met).embed(pairs.a, pairs.b)
    default = pair_default(view, pairs.a, pairs.b)
    return strengths_by(view, recorded_by, contacts, pairs, is_embedded, default)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What can be said of pairs before their depth: where their contacts stand, and how many."""

    ptr: NDArray[np.int64]
    a: Indices
    b: Indices
    met: Indices
    contacts: Indices

    @classmethod
    def of(cls, contacts: Contacts) -> "Pairs":
        """Sum contacts up, pair by pair."""
        ptr = contacts.starts()
        first = ptr[:-1]
        if not len(first):
            none = np.empty(0, np.int32)
            return cls(ptr, none, none, none, none)
        met = np.where(contacts.side == Side.BOTH, contacts.day, NO_DAY)
        is_recorded = (contacts.interaction >= 0).astype(np.int32)
        return cls(
            ptr,
            contacts.a[first],
            contacts.b[first],
            np.maximum.reduceat(met, first).astype(np.int32),
            np.add.reduceat(is_recorded, first, dtype=np.int32),
        )


def pair_default(view: NetworkView, a: Indices, b: Indices) -> NDArray[np.int16]:
    """Default rhythm of each pair in days: the larger of the two."""
    of_a, of_b = default_days(view, np.concatenate([a, b])).astype(np.int16).reshape(2, -1)
    return np.maximum(of_a, of_b)


def strengths_by(
    view: NetworkView,
    recorded_by: int | None,
    contacts: Contacts,
    pairs: Pairs,
    is_embedded: NDArray[np.bool_],
    default: NDArray[np.int16],
) -> PairStrengths:
    """Compute the strength of pairs by their contacts."""
    return PairStrengths(
        view,
        recorded_by,
        pairs.a,
        pairs.b,
        *measured(view, contacts, pairs, is_embedded, default),
        pairs.met,
        pairs.contacts,
        is_embedded,
        default,
    )


def measured(
    view: NetworkView,
    contacts: Contacts,
    pairs: Pairs,
    is_embedded: NDArray[np.bool_],
    default: NDArray[np.int16],
) -> tuple[Floats, Indices, Indices]:
    """Measure pairs by their contacts: depth, usual gap and newest days."""
    depth, gap, age = depths_of_pairs(
        pairs.ptr,
        view.day - contacts.day.astype(np.int64),
        contacts.worth,
        contacts.side,
        spread_of(is_embedded),
        default,
    )
    return depth, gap, np.where(age >= 0, view.day - age, NO_DAY).astype(np.int32)
