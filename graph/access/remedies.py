"""What would change the odds of a hop most: feasible acts and what the model gives for each.

Guide: ``docs/methods/odds.md``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.access.load import lighter_on
from graph.access.network import AccessNetwork
from graph.network import CHANNEL_CODES
from graph.strength.factors import LookAhead, StrengthsAhead, strengths_ahead
from graph.strength.used import Speaks
from graph.vocabulary import Channel, InteractionKind

LEAST_GAIN: Final = 0.01
"""A smaller gain is not worth a sentence."""
GATEKEEPER_OF: Final = "gatekeeper_of"
OCCASIONS: Final = (InteractionKind.JOINT_PROJECT, InteractionKind.MEETING)
FEASIBLE: Final = (
    Channel.IN_PERSON,
    Channel.PHONE,
    Channel.VIDEO,
    Channel.MESSAGE,
    Channel.EMAIL,
    Channel.LETTER,
)
"""Ways of asking that are open to whoever knows the person, likeliest first."""


class Act(StrEnum):
    """What can be done about a hop."""

    OTHER_CHANNEL = "other_channel"
    WAIT = "wait"
    MEET_FIRST = "meet_first"
    BY_GATEKEEPER = "by_gatekeeper"
    BY_EQUAL = "by_equal"
    """By somebody of the same level of seniority as the person asked."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """An act and the probability that it leads to.

    Parameters
    ----------
    act
        What to do.
    probability
        Of the hop afterwards; with ``via`` of both hops that take its place.
    gain
        By how much that is more than now.
    channel
        With ``OTHER_CHANNEL``.
    day
        With ``WAIT``: the epoch day to wait for.
    occasion
        With ``MEET_FIRST``: what to do together first.
    via
        With ``BY_GATEKEEPER`` and ``BY_EQUAL``: index of whom to ask first.

    """

    act: Act
    probability: float
    gain: float
    channel: Channel | None = None
    day: int | None = None
    occasion: InteractionKind | None = None
    via: int | None = None


def remedies(
    access: AccessNetwork,
    places: Sequence[int],
    *,
    channels: Sequence[Channel] = FEASIBLE,
    ahead: StrengthsAhead | None = None,
    not_now: Collection[int] = (),
    apart_from: Collection[int] = (),
) -> tuple[tuple[Remedy, ...], ...]:
    """List what would raise the probability of each of some hops, largest gain first.

    Parameters
    ----------
    access
        Access network of a day.
    places
        Of the hops among ``access.hops``.
    channels
        Ways of asking that are open; of equally good ones the first is offered.
    ahead
        Closeness of the hops, by their place in ``places``, after a meeting or on a later day
        (:func:`look_ahead` reads it from the records); without it no meeting is proposed, and
        waiting is taken to cost no closeness.
    not_now
        Indices of actors whose cap is reached (``graph.access.load.at_cap``).
    apart_from
        Indices of actors who stand on the route already.

    Returns
    -------
    tuple of tuples of Remedy
        For each hop. Gains below 0.01 left out. Nothing at all if the person asked is at the cap
        or is never asked, as every act ends with asking.

    Notes
    -----
    All that is asked "what if?" is judged in one pass.

    """
    source, target = access.hops.source, access.hops.target
    never = access.network.never_on_a_route
    open_ = [
        row
        for row, place in enumerate(places)
        if not (never[source[place]] or never[target[place]] or target[place] in not_now)
    ]
    ideas = _by_channel(open_, channels)
    ideas += _by_waiting(access, places, open_, ahead)
    ideas += _by_meeting(access, places, open_, ahead)
    found: list[list[Remedy]] = [[] for _ in places]
    offered: set[tuple[int, float]] = set()
    for idea, then, gain in _judged(access, places, ideas):
        if idea.remedy.act is Act.OTHER_CHANNEL:
            if (idea.row, then) in offered:
                continue
            offered.add((idea.row, then))
        found[idea.row].append(replace(idea.remedy, probability=then, gain=gain))
    for row in open_:
        place = places[row]
        closed = {int(source[place]), int(target[place]), *not_now, *apart_from}
        found[row] += _by_others(access, place, closed)
    order = list(Act)
    return tuple(
        tuple(sorted(of_hop, key=lambda it: (-it.gain, order.index(it.act)))) for of_hop in found
    )


def look_ahead(access: AccessNetwork, places: Sequence[int]) -> StrengthsAhead:
    """Look ahead along the ties of hops, from the contacts on record.

    What a person said in place of the strength stands; so does what was stated, until contacts
    say more.
    """
    hops, at = access.hops, np.asarray(places, np.int64)
    computed = strengths_ahead(
        access.view, list(zip(hops.source[at].tolist(), hops.target[at].tolist(), strict=True))
    )

    def ahead(asked: Sequence[LookAhead]) -> NDArray[np.float64]:
        rows = at[[look.row for look in asked]]
        used = np.fmax(computed(asked), hops.said[rows])
        used = np.where(np.isnan(used), hops.prior[rows], used)
        return np.where(hops.speaks[rows] == Speaks.OVERRIDE, hops.strength[rows], used)

    return ahead


class _WhatIf(NamedTuple):
    """A hop, by its row among those asked about, as if something else were known of it.

    Probability and gain of ``remedy`` are filled in when it is judged.
    """

    row: int
    known: Mapping[str, float]
    remedy: Remedy


def _judged(
    access: AccessNetwork, places: Sequence[int], ideas: Sequence[_WhatIf]
) -> list[tuple[_WhatIf, float, float]]:
    """Keep the ideas worth a sentence, with the probability that each leads to and its gain."""
    if not ideas:
        return []
    at = np.array([places[idea.row] for idea in ideas], np.int64)
    features = access.features.take(at)
    for place, idea in enumerate(ideas):
        for name, value in idea.known.items():
            getattr(features, name)[place] = value
    after = access.judged(at, features)
    gain = after - access.probability[at]
    return [
        (ideas[place], float(after[place]), float(gain[place]))
        for place in np.flatnonzero(gain >= LEAST_GAIN).tolist()
    ]


def _by_channel(rows: Sequence[int], channels: Sequence[Channel]) -> list[_WhatIf]:
    ways = [
        ({"channel": CHANNEL_CODES[way]}, Remedy(Act.OTHER_CHANNEL, 0.0, 0.0, channel=way))
        for way in channels
    ]
    return [_WhatIf(row, *way) for row in rows for way in ways]


def _by_waiting(
    access: AccessNetwork,
    places: Sequence[int],
    rows: Sequence[int],
    ahead: StrengthsAhead | None,
) -> list[_WhatIf]:
    lighter = {
        row: found
        for row in rows
        if (found := lighter_on(access.view, int(access.hops.target[places[row]])))
    }
    if not lighter:
        return []
    known: list[dict[str, float]] = [{"requests": left} for _, left in lighter.values()]
    if ahead is not None:
        later = ahead([LookAhead(row, day) for row, (day, _) in lighter.items()])
        for of_row, strength in zip(known, later.tolist(), strict=True):
            of_row["strength"] = strength
    return [
        _WhatIf(row, of_row, Remedy(Act.WAIT, 0.0, 0.0, day=day))
        for (row, (day, _)), of_row in zip(lighter.items(), known, strict=True)
    ]


def _by_meeting(
    access: AccessNetwork,
    places: Sequence[int],
    rows: Sequence[int],
    ahead: StrengthsAhead | None,
) -> list[_WhatIf]:
    if ahead is None or not rows:
        return []
    asked = [LookAhead(row, access.view.day, kind) for row in rows for kind in OCCASIONS]
    found: list[_WhatIf] = []
    for (row, _, occasion), strength in zip(asked, ahead(asked).tolist(), strict=True):
        if strength > access.features.strength[places[row]]:
            # Whoever has met is no longer taken for a colleague only, and the contact speaks for
            # the tie instead of what both sides state.
            known = {"strength": strength, "inferred": False, "reciprocity": 0}
            remedy = Remedy(Act.MEET_FIRST, 0.0, 0.0, occasion=occasion)
            found.append(_WhatIf(row, known, remedy))
    return found


def _by_others(access: AccessNetwork, place: int, closed: Collection[int]) -> list[Remedy]:
    """Take two hops for the one: by the best gatekeeper and by the best equal."""
    source, target = int(access.hops.source[place]), int(access.hops.target[place])
    now = float(access.probability[place])
    keepers, seniority = _gatekeepers(access, target), access.network.actors.seniority
    best: dict[Act, Remedy] = {}
    for via in sorted(access.between(source, target), key=access.network.rank.__getitem__):
        if via in keepers:
            act = Act.BY_GATEKEEPER
        elif seniority[via] == seniority[target] and seniority[target] > 0:
            act = Act.BY_EQUAL
        else:
            continue
        hops = [access.hop(source, via), access.hop(via, target)]
        both = float(np.prod(access.probability[hops]))
        if via not in closed and (act not in best or both > best[act].probability):
            best[act] = Remedy(act, both, both - now, via=via)
    return [remedy for remedy in best.values() if remedy.gain >= LEAST_GAIN]


def _gatekeepers(access: AccessNetwork, target: int) -> frozenset[int]:
    """Find who stands at somebody's door on the day."""
    network = access.network
    codes = [code for code, type_ in enumerate(network.types) if type_.id == GATEKEEPER_OF]
    if not codes:
        return frozenset()
    rows, ties = network.ties_by_actor.at([target]), network.ties
    at_the_door = rows[
        access.view.ties[rows] & (ties.type[rows] == codes[0]) & (ties.target[rows] == target)
    ]
    return frozenset(ties.source[at_the_door].tolist())
