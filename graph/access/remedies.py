"""What would change the odds of a hop most: feasible acts and what the model gives for each.

Guide: ``docs/methods/odds.md``.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from graph.access.load import lighter_on
from graph.access.network import AccessNetwork
from graph.network import CHANNEL_CODES
from graph.strength.factors import StrengthAhead, strength_ahead
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
    place: int,
    *,
    channels: Sequence[Channel] = FEASIBLE,
    ahead: StrengthAhead | None = None,
    not_now: Collection[int] = (),
    apart_from: Collection[int] = (),
) -> tuple[Remedy, ...]:
    """List what would raise the probability of a hop, largest gain first.

    Parameters
    ----------
    access
        Access network of a day.
    place
        Of the hop among ``access.hops``.
    channels
        Ways of asking that are open; of equally good ones the first is offered.
    ahead
        Closeness after a meeting, or on a later day (:func:`ahead_of` reads it from the records);
        without it no meeting is proposed, and waiting is taken to cost no closeness.
    not_now
        Indices of actors whose cap is reached (``graph.access.load.at_cap``).
    apart_from
        Indices of actors who stand on the route already.

    Returns
    -------
    tuple of Remedy
        Gains below 0.01 left out. Nothing at all if the person asked is at the cap or is never
        asked, as every act ends with asking.

    """
    source, target = int(access.hops.source[place]), int(access.hops.target[place])
    never = access.network.never_on_a_route
    if never[source] or never[target] or target in not_now:
        return ()
    closed = {source, target, *not_now, *apart_from}
    found = [
        *_by_channel(access, place, channels),
        *_by_waiting(access, place, ahead),
        *_by_meeting(access, place, ahead),
        *_by_others(access, place, closed),
    ]
    worth_it = [remedy for remedy in found if remedy.gain >= LEAST_GAIN]
    order = list(Act)
    return tuple(sorted(worth_it, key=lambda it: (-it.gain, order.index(it.act))))


def ahead_of(access: AccessNetwork, place: int) -> StrengthAhead:
    """Look ahead along the tie of a hop, from the contacts on record.

    What a person said in place of the strength stands; so does what was stated, until contacts
    say more.
    """
    hops = access.hops
    source, target = int(hops.source[place]), int(hops.target[place])
    computed = strength_ahead(access.view, source, target)

    def ahead(day: int, occasion: InteractionKind | None) -> float:
        if hops.speaks[place] == Speaks.OVERRIDE:
            return float(hops.strength[place])
        used = float(np.fmax(computed(day, occasion), hops.said[place]))
        return float(hops.prior[place]) if math.isnan(used) else used

    return ahead


def _by_channel(access: AccessNetwork, place: int, channels: Sequence[Channel]) -> list[Remedy]:
    found: dict[float, Remedy] = {}
    for channel in channels:
        remedy = _if(access, place, Act.OTHER_CHANNEL, channel=CHANNEL_CODES[channel])
        found.setdefault(remedy.probability, replace(remedy, channel=channel))
    return list(found.values())


def _by_waiting(access: AccessNetwork, place: int, ahead: StrengthAhead | None) -> list[Remedy]:
    lighter = lighter_on(access.view, int(access.hops.target[place]))
    if lighter is None:
        return []
    day, left = lighter
    known = {} if ahead is None else {"strength": ahead(day, None)}
    return [replace(_if(access, place, Act.WAIT, requests=left, **known), day=day)]


def _by_meeting(access: AccessNetwork, place: int, ahead: StrengthAhead | None) -> list[Remedy]:
    if ahead is None:
        return []
    found: list[Remedy] = []
    for occasion in OCCASIONS:
        strength = ahead(access.view.day, occasion)
        if strength <= access.features.strength[place]:
            continue
        # Whoever has met is no longer taken for a colleague only, and the contact speaks for the
        # tie instead of what both sides state.
        remedy = _if(
            access, place, Act.MEET_FIRST, strength=strength, inferred=False, reciprocity=0
        )
        found.append(replace(remedy, occasion=occasion))
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
    return list(best.values())


def _gatekeepers(access: AccessNetwork, target: int) -> frozenset[int]:
    """Find who stands at somebody's door on the day."""
    network = access.network
    codes = [code for code, type_ in enumerate(network.types) if type_.id == GATEKEEPER_OF]
    if not codes:
        return frozenset()
    at_the_door = (
        access.view.ties & (network.ties.type == codes[0]) & (network.ties.target == target)
    )
    return frozenset(network.ties.source[at_the_door].tolist())


def _if(access: AccessNetwork, place: int, act: Act, **known: float) -> Remedy:
    """Judge the hop as if something else were known of it."""
    features = access.features.take(np.array([place]))
    changed = {
        name: np.array([value], getattr(features, name).dtype) for name, value in known.items()
    }
    probability = access.judged(np.array([place]), replace(features, **changed))
    return Remedy(act, float(probability[0]), float(probability[0] - access.probability[place]))
