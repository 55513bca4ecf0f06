"""Strengths brought up to date: only pairs that a change touched are computed anew.

Guide: ``docs/methods/strength.md``.
"""

import numpy as np
from numpy.typing import NDArray

from graph.kernels import RHYTHMS, contacts_of_pairs
from graph.network import Network, NetworkView, ParticipationColumns
from graph.strength.acquaintance import Acquaintances, spread_of
from graph.strength.contacts import (
    LARGEST_MEETING,
    Contacts,
    contacts_of,
    stated_contacts,
    unordered_codes,
)
from graph.strength.strength import (
    Pairs,
    PairStrengths,
    measured,
    pair_default,
    strengths_of,
)

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


def refreshed(previous: PairStrengths, view: NetworkView) -> PairStrengths:
    """Bring strengths to another revision of the same network, another day, or both.

    Pairs with a new, changed or removed contact are computed anew, and so are those that became
    embedded or bridges or whose default rhythm changed. The depths of all others fall by one
    factor for the days gone. Back in time all is computed anew: a depth that fell to nothing
    cannot rise again.

    Parameters
    ----------
    previous
        Strengths of another state, usually an earlier one.
    view
        The state wanted.

    Returns
    -------
    PairStrengths
        What ``strengths_of`` gives, to within rounding.

    """
    if view.day < previous.view.day:
        return strengths_of(view, recorded_by=previous.recorded_by)
    touched = _touched_pairs(previous, view)
    kept = np.flatnonzero(~_among(previous.codes, touched))
    contacts = _contacts(previous, view, touched)
    fresh = Pairs.of(contacts)

    a = np.concatenate([previous.a[kept], fresh.a])
    b = np.concatenate([previous.b[kept], fresh.b])
    met = np.concatenate([previous.met[kept], fresh.met])
    counts = np.concatenate([previous.contacts[kept], fresh.contacts])
    is_embedded = Acquaintances(view, a, b, met).embed(a, b)
    default = pair_default(view, a, b)

    old, new = slice(0, len(kept)), slice(len(kept), None)
    new_depth, new_gap, new_newest = measured(view, contacts, fresh, is_embedded[new], default[new])
    depth = np.concatenate([_after(previous, view.day)[kept], new_depth])
    gap = np.concatenate([previous.gap[kept], new_gap])
    newest = np.concatenate([previous.newest[kept], new_newest])
    moved = np.flatnonzero(
        (is_embedded[old] != previous.is_embedded[kept]) | (default[old] != previous.default[kept])
    )
    again = _contacts(previous, view, previous.codes[kept[moved]])
    depth[moved], gap[moved], newest[moved] = measured(
        view, again, Pairs.of(again), is_embedded[moved], default[moved]
    )
    order = np.argsort(unordered_codes(a, b))
    return PairStrengths(
        view,
        previous.recorded_by,
        a[order],
        b[order],
        depth[order],
        gap[order],
        newest[order],
        met[order],
        counts[order],
        is_embedded[order],
        default[order],
    )


def _after(previous: PairStrengths, day: int) -> NDArray[np.float64]:
    """Depths of a later day, if nothing else happened."""
    days = day - previous.view.day
    if not days:
        return previous.depth
    half = spread_of(previous.is_embedded)[:, None] * np.array(RHYTHMS)
    return previous.depth * np.exp2(-days / half)[:, None, :]


def _contacts(previous: PairStrengths, view: NetworkView, codes: Codes) -> Contacts:
    """Contacts of some pairs alone; an older state of a network may know fewer actors."""
    codes = codes[codes & 0xFFFFFFFF < len(view.network)]
    ends = np.zeros(len(view.network), np.bool_)
    ends[codes >> 32] = True
    ends[codes & 0xFFFFFFFF] = True
    found = contacts_of(view, recorded_by=previous.recorded_by, ends=ends)
    return found.take(np.flatnonzero(_among(found.codes, codes)))


def _among(codes: Codes, some: Codes) -> Flags:
    """Tell of each code whether it is among some, which ascend."""
    if not len(some):
        return np.zeros(len(codes), np.bool_)
    return some[np.minimum(np.searchsorted(some, codes), len(some) - 1)] == codes


def _touched_pairs(previous: PairStrengths, view: NetworkView) -> Codes:
    """Pairs whose contacts may differ between two states, ascending."""
    old, new = previous.view.network, view.network
    days = previous.view.day, view.day
    flipped = _flipped(old, new)
    keys = _touched_keys(old.participations, new.participations, flipped, days)
    parts = [_together(network, keys) for network in dict.fromkeys((old, new))]
    if previous.recorded_by is None:
        parts.append(_restated(previous.view, view, flipped))
    return np.unique(np.concatenate(parts))


def _flipped(old: Network, new: Network) -> Flags:
    """Actors that came into use or went out of it."""
    gone = np.ones(max(len(old), len(new)), np.bool_)
    came = gone.copy()
    gone[: len(old)], came[: len(new)] = old.out_of_use, new.out_of_use
    return gone != came


def _touched_keys(
    old: ParticipationColumns, new: ParticipationColumns, flipped: Flags, days: tuple[int, int]
) -> Flags:
    """Tell of each key whether its interaction reads otherwise in the two states."""
    count = 1 + max((int(rows.key[-1]) for rows in (old, new) if len(rows)), default=-1)
    touched = np.zeros(count, np.bool_)
    if old is not new:
        sizes = [np.bincount(rows.key, minlength=count) for rows in (old, new)]
        touched = sizes[0] != sizes[1]
        aligned = [rows.take(np.flatnonzero(~touched[rows.key])) for rows in (old, new)]
        for name in ("actor", "kind", "day", "side", "answered", "recorded", "present"):
            one, other = (getattr(rows, name) for rows in aligned)
            touched[aligned[0].key[one != other]] = True
    first, last = days
    for day in (new.day, new.answered):
        touched[new.key[(day > first) & (day <= last)]] = True
    touched[new.key[flipped[new.actor]]] = True
    return touched


def _together(network: Network, keys: Flags) -> Codes:
    """Pairs that were present together at any of some interactions."""
    every = network.participations
    rows = every.take(np.flatnonzero(every.present & keys[every.key]))
    start = np.flatnonzero(np.diff(rows.key, prepend=-1))
    size = np.diff(np.append(start, len(rows)))
    small = np.flatnonzero(size <= LARGEST_MEETING)
    anybody = np.ones(len(network), np.bool_)
    a, b, *_ = contacts_of_pairs(
        start[small],
        size[small],
        rows.actor,
        np.zeros(len(rows), np.bool_),
        np.ones(len(small)),
        np.zeros(len(small), np.bool_),
        anybody,
        anybody,
        0,
    )
    return unordered_codes(a, b)


def _restated(old: NetworkView, new: NetworkView, flipped: Flags) -> Codes:
    """Pairs whose ties state other last contacts than before, or an end of which flipped."""
    before, after = (stated_contacts(view) for view in (old, new))
    stated = [
        set(zip(unordered_codes(source, target).tolist(), day.tolist(), strict=True))
        for source, target, day in (before, after)
    ]
    codes = {code for code, _ in stated[0] ^ stated[1]}
    source, target, _ = after
    ends = flipped[source] | flipped[target]
    codes.update(unordered_codes(source[ends], target[ends]).tolist())
    return np.array(sorted(codes), np.int64)
