"""How often somebody was asked lately, by anybody, and when it is time to ask again.

Guide: ``docs/methods/odds.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.odds import extra_requests
from graph.network import NO_CAP, REQUEST_STATE_CODES, UNDECIDED, AskColumns, Network, NetworkView
from graph.records.requests import OPEN

LOAD_DAYS: Final = 90
"""Days that a request put to somebody is felt, that of asking included."""

Indices = NDArray[np.int32]

_WAITS: Final = np.isin(
    np.arange(max(REQUEST_STATE_CODES.values()) + 1), [REQUEST_STATE_CODES[state] for state in OPEN]
)
"""Whether a request in a state waits for an answer, by the state's code."""


def requests_put(view: NetworkView) -> Indices:
    """Count the requests put to each actor in the 90 days up to the day, by anybody.

    Returns
    -------
    ndarray
        Shape (n,), int32, by actor. What is asked later is not seen; reminders do not count.

    """
    asks, day = view.network.asks, view.day
    lately = (asks.asked <= day) & (asks.asked > day - LOAD_DAYS)
    return np.bincount(asks.target[lately], minlength=len(view.network)).astype(np.int32)


def open_requests(view: NetworkView) -> Indices:
    """Count the requests that wait for the answer of each actor on the day.

    Returns
    -------
    ndarray
        Shape (n,), int32. One that was agreed to or declined after the day was open on it; one
        that ended otherwise counts as it stands now, as nobody dates a silence.

    """
    is_open = _is_open(view.network.asks, view.day)
    return np.bincount(view.network.asks.target[is_open], minlength=len(view.network)).astype(
        np.int32
    )


def _is_open(asks: AskColumns, day: int) -> NDArray[np.bool_]:
    waits = _WAITS[asks.state] & (asks.outcome == UNDECIDED)
    answered_later = (asks.outcome != UNDECIDED) & (asks.decided > day)
    return (asks.asked <= day) & (waits | answered_later)


@dataclass(frozen=True, slots=True)
class FavourLoad:
    """What was asked of somebody lately.

    Parameters
    ----------
    actor
        Index.
    lately
        Requests put in the last 90 days.
    open
        Requests that wait for an answer.
    cap
        Most that may wait at once.
    rested_on
        First epoch day on which at most one request is left in the 90 days, so that another one
        costs nothing, if nobody asks meanwhile; ``None`` if that holds today.

    """

    actor: int
    lately: int
    open: int
    cap: int
    rested_on: int | None

    @property
    def is_full(self) -> bool:
        """Whether the cap is reached: nobody may ask, whatever the odds."""
        return self.open >= self.cap


@dataclass(frozen=True, slots=True)
class Caps:
    """Most requests that may wait for somebody's answer at once.

    ``general`` is the network's; ``own``, by index of the actor, comes before it.
    """

    general: int
    own: Mapping[int, int] = field(default_factory=dict[int, int])

    @classmethod
    def on_record(cls, network: Network, general: int) -> Self:
        """Read the caps of all actors who have one of their own."""
        caps = network.actors.request_cap
        own = np.flatnonzero(caps != NO_CAP).tolist()
        return cls(general, {actor: int(caps[actor]) for actor in own})

    def of(self, actor: int) -> int:
        """Give the cap of one actor."""
        return self.own.get(actor, self.general)


def favour_load(view: NetworkView, actor: int, caps: Caps) -> FavourLoad:
    """Tell what was asked of one actor lately."""
    asks = view.network.asks
    mine = asks.take(np.flatnonzero(asks.target == actor))
    days = asks_felt(view, actor)
    waiting = int(np.count_nonzero(_is_open(mine, view.day)))
    rested_on = int(days[-2]) + LOAD_DAYS if len(days) > 1 else None
    return FavourLoad(actor, len(days), waiting, caps.of(actor), rested_on)


def asks_felt(view: NetworkView, actor: int) -> Indices:
    """Give the days on which one actor was asked within the last 90, rising."""
    asks, day = view.network.asks, view.day
    rows = (asks.target == actor) & (asks.asked <= day) & (asks.asked > day - LOAD_DAYS)
    return np.sort(asks.asked[rows])


def lighter_on(view: NetworkView, actor: int) -> tuple[int, int] | None:
    """Find the first day on which fewer requests burden an actor, if nobody asks meanwhile.

    Returns
    -------
    tuple or None
        Epoch day, and the requests that are left within 90 days then. ``None`` if no request
        beyond the first was put, so that waiting gains nothing.

    """
    days = asks_felt(view, actor)
    burden = int(extra_requests(np.array([len(days)], np.int32))[0])
    for place, asked in enumerate(days.tolist(), start=1):
        left = len(days) - place
        is_last_of_day = place == len(days) or days[place] != asked
        if is_last_of_day and int(extra_requests(np.array([left], np.int32))[0]) < burden:
            return asked + LOAD_DAYS, left
    return None


def at_cap(view: NetworkView, caps: Caps) -> frozenset[int]:
    """Find the actors for whose answer as many requests wait as may; nobody may ask them now."""
    waiting = open_requests(view)
    asked = np.flatnonzero(waiting).tolist()
    return frozenset(
        actor for actor in {*asked, *caps.own} if int(waiting[actor]) >= caps.of(actor)
    )


def not_to_be_asked(view: NetworkView, caps: Caps) -> tuple[FavourLoad, ...]:
    """List whom not to ask on the day: the cap is reached, or earlier requests burden them.

    Returns
    -------
    tuple of FavourLoad
        Those at their cap first, then by the day on which they are rested, latest first; equal
        ones by identifier. Whoever is never on a route is not listed.

    """
    burdened = np.flatnonzero(requests_put(view) > 1).tolist()
    never, rank = view.network.never_on_a_route, view.network.rank
    found = [
        favour_load(view, actor, caps)
        for actor in {*burdened, *at_cap(view, caps)}
        if not never[actor]
    ]
    return tuple(
        sorted(found, key=lambda load: (not load.is_full, -(load.rested_on or 0), rank[load.actor]))
    )
