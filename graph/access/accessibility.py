"""How near our own people come to every leader and every partner, from one search each.

Guide: ``docs/access-paths.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.access.network import AccessNetwork
from graph.access.routes import DEFAULT_STEPS, reach
from graph.network import CONTACT, PARTNER, ActorFlag

MOST_STARTS: Final = 50


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near our own people come to somebody.

    Parameters
    ----------
    actor
        Index.
    by
        Index of the one by whom it is reached: of a partner, itself or one of its people in post;
        of a leader, the leader. ``None`` where nobody reaches it.
    probability, steps
        Of the best way to ``by``; 1 and 0 where ``by`` is one of ours, 0 and ``None`` where there
        is no way.
    beside
        Index of the last go-between of that way; ``None`` where there is none.
    people
        Of a partner: how many people in post there are on record.

    """

    actor: int
    by: int | None
    probability: float
    steps: int | None
    beside: int | None
    people: int = 0

    @property
    def is_reached(self) -> bool:
        """Whether there is a way within the limit of steps."""
        return self.by is not None


def leaders_by_accessibility(
    access: AccessNetwork,
    starts: Sequence[int],
    *,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
) -> tuple[Nearness, ...]:
    """Rank every leader by the best way from any of our people.

    Parameters
    ----------
    access
        Access network of a day.
    starts
        Indices of our own people; leaders among them are not ranked.
    max_steps
        1 to 6.
    avoid
        Indices of actors on no way.

    Returns
    -------
    tuple of Nearness
        Most accessible first, equal ones by steps and identifier; then those whom nobody reaches,
        by identifier. Without leaders who are on no route whatever the odds.

    """
    ways = _ways(access, starts, max_steps, avoid)
    actors = access.network.actors
    is_leader = (actors.kind == CONTACT) & ((actors.flags & ActorFlag.LEADER) != 0)
    asked = np.flatnonzero(is_leader & ~access.network.never_on_a_route)
    found = [_nearest(ways, leader, [leader]) for leader in asked.tolist() if leader not in starts]
    return _ranked(access, found)


def partners_by_accessibility(
    access: AccessNetwork,
    starts: Sequence[int],
    *,
    max_steps: int = DEFAULT_STEPS,
    avoid: Sequence[int] = (),
    key_only: bool = False,
) -> tuple[Nearness, ...]:
    """Rank every partner by the best way from any of our people to it or to one of its people.

    Parameters
    ----------
    access
        Access network of a day.
    starts
        Indices of our own people. A partner where one of them is in post is reached in 0 steps.
    max_steps
        1 to 6.
    avoid
        Indices of actors on no way.
    key_only
        Whether to leave out all but key partners.

    Returns
    -------
    tuple of Nearness
        As :func:`leaders_by_accessibility`; partners that nobody reaches come last.

    """
    ways = _ways(access, starts, max_steps, avoid)
    network, positions = access.network, access.network.positions
    rows = np.flatnonzero(access.view.positions & ~network.never_on_a_route[positions.contact])
    posts = np.unique(np.stack([positions.partner[rows], positions.contact[rows]]), axis=1)
    people = dict[int, list[int]]()
    for partner, contact in posts.T.tolist():
        people.setdefault(partner, []).append(contact)
    wanted = (network.actors.kind == PARTNER) & ~network.never_on_a_route
    if key_only:
        wanted &= (network.actors.flags & ActorFlag.KEY_PARTNER) != 0
    return _ranked(
        access,
        [
            _nearest(ways, partner, [partner, *people.get(partner, ())])
            for partner in np.flatnonzero(wanted).tolist()
        ],
    )


_Ways = dict[int, tuple[int, float, int, int | None]]
"""By actor: its place in the order of ways, and the probability, steps and last of the best."""


def _ways(
    access: AccessNetwork, starts: Sequence[int], max_steps: int, avoid: Sequence[int]
) -> _Ways:
    found = reach(access, starts, backward=False, max_steps=max_steps, avoid=avoid)
    within = zip(
        found.actors.tolist(),
        found.probability.tolist(),
        found.steps.tolist(),
        found.beside.tolist(),
        strict=True,
    )
    ways: _Ways = {
        actor: (place, chance, steps, beside)
        for place, (actor, chance, steps, beside) in enumerate(within)
    }
    blocked = access.network.never_on_a_route
    return ways | {
        start: (-1, 1.0, 0, None) for start in starts if start not in avoid and not blocked[start]
    }


def _nearest(ways: _Ways, actor: int, doors: Sequence[int]) -> Nearness:
    """Take the best way to any of several actors; the first of equal ones."""
    within = [door for door in doors if door in ways]
    people = len(doors) - 1
    if not within:
        return Nearness(actor, None, 0.0, None, None, people)
    by = min(within, key=lambda door: ways[door][0])
    _, probability, steps, beside = ways[by]
    return Nearness(actor, by, probability, steps, beside, people)


def _ranked(access: AccessNetwork, found: Sequence[Nearness]) -> tuple[Nearness, ...]:
    rank = access.network.rank
    return tuple(
        sorted(found, key=lambda near: (-near.probability, near.steps or 0, rank[near.actor]))
    )
