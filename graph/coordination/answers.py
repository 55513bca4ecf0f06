"""Answers about partners to look after, with names; codes, no sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.access.answers import Brief
from graph.coordination.needs import Ending, NoIntroduction, Tier, Undefined


@dataclass(frozen=True, slots=True)
class SituationAnswer:
    """How a partner stands in the network, each number alone (``isolation.Situation``)."""

    is_isolate: bool
    is_pendant: bool
    is_outside: bool
    within_two_steps: float | None
    stale: float | None
    no_other_sector: bool | None
    dependence: float | None
    depends_on: Brief | None
    access_distance: float | None


@dataclass(frozen=True, slots=True)
class LaterAnswer:
    """What becomes of a partner by ``on`` if nothing new is recorded."""

    on: date
    tier: Tier
    hangs_on: tuple[Brief, ...]
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """A partner, and how much it needs somebody (``graph.coordination.isolation.Need``).

    Parameters
    ----------
    equals
        How many others share the rank.
    route
        The best way, from a broker to the partner or to one of its people; empty where there is
        none.
    hangs_on
        Actors, each of whom cuts every way by leaving.
    at_worst
        Whose loss leaves the least chance; nobody where no loss lowers it.
    undefined
        Why a number is ``None``, by its name.

    """

    partner: Brief
    is_key: bool
    rank: int
    equals: int
    tier: Tier
    chance: float | None
    route: tuple[Brief, ...]
    worst: float | None
    at_worst: tuple[Brief, ...]
    hangs_on: tuple[Brief, ...]
    harmonic: float | None
    situation: SituationAnswer
    later: LaterAnswer | None
    undefined: Mapping[str, Undefined]


@dataclass(frozen=True, slots=True)
class IsolationAnswer:
    """Partners in the order of need; ``needs`` holds the first of them.

    Parameters
    ----------
    total
        Partners looked at.
    unreached
        How many of them no broker reaches; ``None`` without brokers.
    tiers
        How many stand in each tier.
    actors
        Actors of the network on the day.

    """

    on: date
    later_on: date
    revision: int
    brokers: tuple[Brief, ...]
    key_only: bool
    total: int
    unreached: int | None
    tiers: Mapping[Tier, int]
    actors: int
    needs: tuple[NeedAnswer, ...]


@dataclass(frozen=True, slots=True)
class IntroductionAnswer:
    """Somebody whom a partner could meet (``graph.coordination.introductions.Introduction``).

    ``is_cold``: a broker approaches first; ``through`` is that broker.
    """

    meet: Brief
    through: Brief
    is_cold: bool
    gain: float
    chance: float
    effort: float
    value: float
    new_hop: float
    chance_after: float | None
    worst_after: float | None


@dataclass(frozen=True, slots=True)
class PartnerIntroductions:
    """Up to three introductions for one partner: alternatives, not a bundle.

    ``chance`` and ``worst`` are those before any of them.
    """

    partner: Brief
    chance: float | None
    worst: float | None
    harmonic: float | None
    introductions: tuple[IntroductionAnswer, ...]
    joint_gain: float | None
    reason: NoIntroduction | None


@dataclass(frozen=True, slots=True)
class IntroductionsAnswer:
    """Introductions to suggest, partner by partner as asked."""

    on: date
    revision: int
    brokers: tuple[Brief, ...]
    partners: tuple[PartnerIntroductions, ...]
