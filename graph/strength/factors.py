"""Why a pair is as strong as it is: factors that add up, and the contacts that count.

Guide: ``docs/methods/strength.md``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.kernels import depths_of_pairs, shares_of_contacts
from graph.network import NetworkView
from graph.strength.acquaintance import Acquaintances, spread_of
from graph.strength.contacts import WORTH, Contacts, Side, contacts_of, pair_codes
from graph.strength.strength import (
    Pairs,
    PairStrengths,
    closeness,
    joint_depth,
    pair_default,
    strengths_by,
)
from graph.vocabulary import InteractionKind


@dataclass(frozen=True, slots=True)
class CountedContact:
    """A contact that sets the strength of a pair.

    Parameters
    ----------
    interaction
        Key of the interaction; ``None`` for a last contact that a tie states.
    kind
        Code of its kind in the snapshot.
    day
        Epoch day.
    worth
        Kind times size.
    side
        ``FROM_A`` is from the first of the two asked about.
    share
        Part of the depth of all contacts, 0 to 1, that it sets.

    """

    interaction: int | None
    kind: int
    day: int
    worth: float
    side: Side
    share: float


@dataclass(frozen=True, slots=True)
class StrengthFactors:
    """The strength of a pair on a day, taken apart.

    ``rhythm + silence + depth + one_sidedness`` is ``strength``, exactly but for rounding.

    Parameters
    ----------
    strength
        In [0, 1).
    rhythm
        What the rhythm of contact is worth, had the last one been today.
    silence
        0 or less: what the days since the last contact take.
    depth
        What kinds and sizes of the contacts add or take, against meetings of a few.
    one_sidedness
        0 or less: what the quieter side takes.
    rhythm_days, beats
        The rhythm that all contacts support best, and how many of its lengths they vouch for.
    default_days
        Default rhythm of the pair.
    silence_days, usual_gap
        Days since the newest contact; usual days between those of the quieter side, 0 if it
        never answered.
    is_embedded
        Whether some third person is acquainted with both.
    depth_of_first, depth_of_second, depth_of_all
        Depth of contact of either side and of all contacts.
    contacts
        Recorded interactions that count.
    counted
        Those that set the strength, the newest first.

    """

    strength: float
    rhythm: float
    silence: float
    depth: float
    one_sidedness: float
    rhythm_days: int
    beats: float
    default_days: int
    silence_days: int
    usual_gap: int
    is_embedded: bool
    depth_of_first: float
    depth_of_second: float
    depth_of_all: float
    contacts: int
    counted: tuple[CountedContact, ...]


def explain(
    view: NetworkView, one: int, other: int, *, recorded_by: int | None = None
) -> StrengthFactors | None:
    """Take the strength of a pair apart, from the contacts of these two and their acquaintances.

    Parameters
    ----------
    view
        Network on a day; nothing later is seen.
    one, other
        Indices of two actors, in either order.
    recorded_by
        Epoch day: contacts written down later are left out. ``None``: none are.

    Returns
    -------
    StrengthFactors or None
        ``None``: there is no record of a contact of the two, which is not the same as 0.

    """
    (contacts,), is_embedded, default = _around(view, [(one, other)], recorded_by)
    if not len(contacts):
        return None
    pairs = Pairs.of(contacts)
    strengths = strengths_by(view, recorded_by, contacts, pairs, is_embedded, default)
    return _factors(strengths, contacts, is_swapped=one > other)


class LookAhead(NamedTuple):
    """One question about a later day: pair ``row``, with a contact of a kind first, or ``None``.

    The contact is taken to happen on the day of the view.
    """

    row: int
    day: int
    kind: InteractionKind | None = None


StrengthsAhead = Callable[[Sequence[LookAhead]], NDArray[np.float64]]
"""Strengths of pairs on later epoch days, one for each question; NaN without any contact."""


def strengths_ahead(view: NetworkView, pairs: Sequence[tuple[int, int]]) -> StrengthsAhead:
    """Tell what the strength of each pair will be, if nothing but one contact now happens.

    Parameters
    ----------
    view
        Network on the day from which it is looked ahead.
    pairs
        Indices of two actors each, in either order.

    Returns
    -------
    callable
        Answers many questions in one pass; it gives NaN where there is no contact, old or new.
        Acquaintances and posts stay as they are.

    Notes
    -----
    The contacts of the pairs are read once, however many questions follow.

    """
    known, is_embedded, default = _around(view, pairs)
    spread = spread_of(is_embedded)

    def ahead(asked: Sequence[LookAhead]) -> NDArray[np.float64]:
        rows = np.array([look.row for look in asked], np.int64)
        ages: list[NDArray[np.int64]] = []
        worths: list[NDArray[np.float64]] = []
        sides: list[NDArray[np.int8]] = []
        for row, day, kind in asked:
            contacts = known[row]
            if kind is not None:
                ages.append(np.array([day - view.day], np.int64))
                worths.append(np.array([WORTH[kind]]))
                sides.append(np.array([Side.BOTH], np.int8))
            ages.append(day - contacts.day.astype(np.int64))
            worths.append(contacts.worth)
            sides.append(contacts.side)
        sizes = [len(known[row]) + (kind is not None) for row, _, kind in asked]
        depth, _, _ = depths_of_pairs(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([np.empty(0, np.int64), *ages]),
            np.concatenate([np.empty(0), *worths]),
            np.concatenate([np.empty(0, np.int8), *sides]),
            spread[rows],
            default[rows],
        )
        of_a, of_b, _ = depth.max(axis=2).T
        return np.where(np.array(sizes) > 0, closeness(joint_depth(of_a, of_b)), np.nan)

    return ahead


def _around(
    view: NetworkView, pairs: Sequence[tuple[int, int]], recorded_by: int | None = None
) -> tuple[list[Contacts], NDArray[np.bool_], NDArray[np.int16]]:
    """Contacts of each pair, whether it is embedded, and its default rhythm."""
    ends = np.zeros(len(view.network), np.bool_)
    ends[[actor for pair in pairs for actor in pair]] = True
    around = contacts_of(view, recorded_by=recorded_by, ends=ends, least_ends=1)
    a, b = np.sort(np.array(pairs, np.int32).reshape(-1, 2), axis=1).T
    met = Pairs.of(around)
    is_embedded = Acquaintances(view, met.a, met.b, met.met, ends).embed(a, b)
    codes, wanted = pair_codes(around.a, around.b), pair_codes(a, b)
    starts, ends_at = (np.searchsorted(codes, wanted, side=side) for side in ("left", "right"))
    own = [around.take(np.arange(start, end)) for start, end in zip(starts, ends_at, strict=True)]
    return own, is_embedded, pair_default(view, a, b)


def _factors(strengths: PairStrengths, contacts: Contacts, *, is_swapped: bool) -> StrengthFactors:
    rhythm = int(strengths.rhythm[0])
    spread = int(spread_of(strengths.is_embedded)[0])
    age = strengths.view.day - contacts.day.astype(np.int64)
    alike, vouched = shares_of_contacts(age, np.ones(len(age)), rhythm, spread)
    even = float(alike.sum())
    lively = even * 2.0 ** (int(age[0]) / (spread * rhythm))
    of_a, of_b, of_all = strengths.depths[0].tolist()
    steps = closeness(np.array([lively, even, of_all]))
    strength = float(strengths.strength[0])
    return StrengthFactors(
        strength=strength,
        rhythm=float(steps[0]),
        silence=float(steps[1] - steps[0]),
        depth=float(steps[2] - steps[1]),
        one_sidedness=float(strength - steps[2]),
        rhythm_days=rhythm,
        beats=vouched / rhythm,
        default_days=int(strengths.default[0]),
        silence_days=int(strengths.silence_days[0]),
        usual_gap=int(strengths.usual_gap[0]),
        is_embedded=bool(strengths.is_embedded[0]),
        depth_of_first=of_b if is_swapped else of_a,
        depth_of_second=of_a if is_swapped else of_b,
        depth_of_all=of_all,
        contacts=int(strengths.contacts[0]),
        counted=_counted(contacts, age, rhythm, spread, is_swapped=is_swapped),
    )


_SWAPPED = {Side.BOTH: Side.BOTH, Side.FROM_A: Side.FROM_B, Side.FROM_B: Side.FROM_A}


def _counted(
    contacts: Contacts, age: np.ndarray, rhythm: int, spread: int, *, is_swapped: bool
) -> tuple[CountedContact, ...]:
    share, _ = shares_of_contacts(age, contacts.worth, rhythm, spread)
    total = float(share.sum())
    counted: list[CountedContact] = []
    for place in np.flatnonzero(share > 0).tolist():
        side, key = Side(int(contacts.side[place])), int(contacts.interaction[place])
        counted.append(
            CountedContact(
                interaction=None if key < 0 else key,
                kind=int(contacts.kind[place]),
                day=int(contacts.day[place]),
                worth=float(contacts.worth[place]),
                side=_SWAPPED[side] if is_swapped else side,
                share=float(share[place]) / total,
            )
        )
    return tuple(counted)
