"""Contacts of pairs: who met or wrote to whom, on which day, worth what, from whose side.

Guide: ``docs/methods/strength.md``.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.kernels import BOTH, FROM_A, FROM_B, contacts_of_pairs, order_of_pairs
from graph.network import INTERACTION_CODES, NO_DAY, NetworkView
from graph.vocabulary import InteractionKind, Traversal

WORTH: Final = {
    InteractionKind.JOINT_PROJECT: 1.5,
    InteractionKind.MEETING: 1.0,
    InteractionKind.VISIT: 1.0,
    InteractionKind.CALL: 0.7,
    InteractionKind.EVENT: 0.3,
    InteractionKind.MESSAGE: 0.3,
    InteractionKind.LETTER: 0.3,
    InteractionKind.OTHER: 0.3,
}
"""Worth of a contact by its kind, before the number of those present."""
ANSWERED: Final = frozenset(
    {InteractionKind.MESSAGE, InteractionKind.LETTER, InteractionKind.OTHER}
)
"""Kinds that come from one side until they are answered."""
LARGEST_MEETING: Final = 60

Ints = NDArray[np.int64]


class Side(IntEnum):
    """From whom a contact of a pair (a, b) comes."""

    BOTH = BOTH
    FROM_A = FROM_A
    FROM_B = FROM_B


def size_factor(persons: NDArray[Any]) -> NDArray[np.float64]:
    """Weigh a contact by how many took part: 1 up to 5 persons, 4/(m - 1) up to 60, 0 above."""
    factor = np.minimum(1.0, 4.0 / np.maximum(persons - 1.0, 1.0))
    return np.where(persons > LARGEST_MEETING, 0.0, factor)


def pair_codes(a: NDArray[Any], b: NDArray[Any]) -> Ints:
    """Give each ordered pair of actors one number, in the order of the pairs."""
    return (a.astype(np.int64) << 32) | b


def unordered_codes(a: NDArray[Any], b: NDArray[Any]) -> Ints:
    """Give each pair of actors the same number, whichever comes first."""
    return pair_codes(np.minimum(a, b), np.maximum(a, b))


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Contacts sorted by pair, a < b, the newest first; one row for each pair of each event.

    ``worth`` is above 0; ``side`` a code of :class:`Side`; ``kind`` a code of the snapshot;
    ``interaction`` the key of the interaction, -1 for a last contact that a tie states.
    """

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    day: NDArray[np.int32]
    worth: NDArray[np.float64]
    side: NDArray[np.int8]
    kind: NDArray[np.int8]
    interaction: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.a)

    def take(self, rows: NDArray[Any]) -> Self:
        """Keep some contacts."""
        return type(self)(*(getattr(self, name)[rows] for name in self.__slots__))

    @property
    def codes(self) -> Ints:
        """Number of each contact's pair."""
        return pair_codes(self.a, self.b)

    def starts(self) -> Ints:
        """Give the first row of each pair, and the number of rows."""
        codes = self.codes
        is_first = np.ones(len(self) + 1, np.bool_)
        is_first[1:-1] = codes[1:] != codes[:-1]
        return np.flatnonzero(is_first) if len(self) else np.zeros(1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """Those who took part, event by event, and what each event is worth."""

    start: Ints
    size: Ints
    actor: NDArray[np.int32]
    started: NDArray[np.bool_]
    day: NDArray[np.int32]
    worth: NDArray[np.float64]
    one_sided: NDArray[np.bool_]
    kind: NDArray[np.int8]
    interaction: NDArray[np.int32]

    def take(self, events: NDArray[Any]) -> "_Events":
        """Keep some events; their rows stay where they are."""
        return _Events(
            self.start[events],
            self.size[events],
            self.actor,
            self.started,
            self.day[events],
            self.worth[events],
            self.one_sided[events],
            self.kind[events],
            self.interaction[events],
        )


def contacts_of(
    view: NetworkView,
    *,
    recorded_by: int | None = None,
    ends: NDArray[np.bool_] | None = None,
    least_ends: int = 2,
) -> Contacts:
    """Collect the contacts of all pairs up to the day looked at.

    Parameters
    ----------
    view
        Network on a day; nothing later is seen, an answer that came later neither.
    recorded_by
        Epoch day: contacts written down later are left out, and so are last contacts that ties
        state, whose day of writing is not known. ``None``: all.
    ends, least_ends
        Shape (n,): only pairs of which so many (1 or 2) are among these. ``None``: all.

    Returns
    -------
    Contacts
        Who was represented did not take part, who came instead did. Actors out of use take part
        in a meeting's size and in no pair.

    Notes
    -----
    Time and memory O(rows + pairs of all events); meetings above 60 persons add nothing.

    """
    network = view.network
    if ends is None:
        ends, least_ends = np.zeros(len(network), np.bool_), 0
    held = _held(view, recorded_by, ends, least_ends)
    if recorded_by is None:
        around = None
        if least_ends:
            around = network.ties_by_actor.at(np.flatnonzero(ends).tolist())
        held = _joined(held, _stated(view, len(held.actor), around))
    # The newest first; of one day by key, so that answers never depend on rows.
    newest = held.take(np.lexsort((held.interaction, -held.day.astype(np.int64))))
    a, b, event, worth, side = contacts_of_pairs(
        newest.start,
        newest.size,
        newest.actor,
        newest.started,
        newest.worth,
        newest.one_sided,
        ~network.out_of_use,
        ends,
        least_ends,
    )
    order = order_of_pairs(a, b, len(network))
    event = event[order]
    return Contacts(
        a[order],
        b[order],
        newest.day[event],
        worth[order],
        side[order],
        newest.kind[event],
        newest.interaction[event],
    )


def _held(
    view: NetworkView, recorded_by: int | None, ends: NDArray[np.bool_], least_ends: int
) -> _Events:
    """Interactions held and recorded by then, with those present; enough of them ``ends``."""
    every = view.network.participations
    if least_ends:  # whole interactions in which one of them has a part, removed or not
        around = view.network.participations_by_actor.at(np.flatnonzero(ends).tolist())
        keys = np.unique(every.key[around])
        starts, stops = (np.searchsorted(every.key, keys, side) for side in ("left", "right"))
        every = every.take(
            np.concatenate([np.empty(0, np.int64), *map(np.arange, starts, stops)]).astype(np.int64)
        )
    counts = every.present & (every.day <= view.day)
    if recorded_by is not None:
        counts &= every.recorded <= recorded_by
    if least_ends:
        has_ends = np.bincount(every.key, weights=counts & ends[every.actor]) >= least_ends
        counts &= has_ends[every.key]
    rows = every.take(np.flatnonzero(counts))
    start = np.flatnonzero(np.diff(rows.key, prepend=-1))
    size = np.diff(np.append(start, len(rows)))
    kind, answered = rows.kind[start], rows.answered[start]
    worth_of, may_be_answered = _by_kind()
    events = _Events(
        start,
        size,
        rows.actor,
        rows.side > 0,
        rows.day[start],
        worth_of[kind] * size_factor(size),
        may_be_answered[kind] & ((answered == NO_DAY) | (answered > view.day)),
        kind,
        rows.key[start],
    )
    return events.take(np.flatnonzero(events.worth > 0))


def _by_kind() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Worth, and whether it comes from one side until answered, by code of the kind."""
    worth = np.zeros(len(INTERACTION_CODES) + 1)
    answered = np.zeros(len(INTERACTION_CODES) + 1, np.bool_)
    for kind, code in INTERACTION_CODES.items():
        worth[code] = WORTH[InteractionKind(kind)]
        answered[code] = kind in ANSWERED
    return worth, answered


def stated_contacts(
    view: NetworkView, rows: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int32], ...]:
    """Give ends and day of the last contacts that ties state: (source, target, day).

    ``rows`` keeps those of some ties.
    """
    ties = view.network.ties if rows is None else view.network.ties.take(rows)
    counts = (
        acquainting(view)[ties.type]
        & (ties.since <= view.day)
        & (ties.last_contact != NO_DAY)
        & (ties.last_contact <= view.day)
    )
    stated = np.flatnonzero(counts)
    return ties.source[stated], ties.target[stated], ties.last_contact[stated]


def acquainting(view: NetworkView) -> NDArray[np.bool_]:
    """Tell of each tie type whether its ends know each other: an introduction can travel on it."""
    types = view.network.types
    return np.array(
        [type_.is_on and type_.traversal is not Traversal.NONE for type_ in types], np.bool_
    )


def _stated(view: NetworkView, offset: int, rows: NDArray[np.int64] | None) -> _Events:
    """Last contacts that ties state, each as a meeting of two; rows begin at ``offset``."""
    source, target, day = stated_contacts(view, rows)
    count = len(day)
    return _Events(
        offset + 2 * np.arange(count),
        np.full(count, 2),
        np.column_stack([source, target]).ravel(),
        np.zeros(2 * count, np.bool_),
        day,
        np.full(count, WORTH[InteractionKind.MEETING]),
        np.zeros(count, np.bool_),
        np.full(count, INTERACTION_CODES[InteractionKind.MEETING], np.int8),
        np.full(count, -1, np.int32),
    )


def _joined(one: _Events, other: _Events) -> _Events:
    return _Events(
        *(np.concatenate([getattr(one, name), getattr(other, name)]) for name in _Events.__slots__)
    )
