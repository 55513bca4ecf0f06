"""Answers about many leaders or partners at once, with names: campaigns and accessibility."""

from dataclasses import dataclass
from datetime import date
from math import floor

from graph.access.answers import Brief
from graph.access.campaign import Advice
from graph.access.routes import NoRoute


@dataclass(frozen=True, slots=True)
class Chain:
    """A way in a line: who stands on it, in the order of asking, and how likely each step is."""

    actors: tuple[Brief, ...]
    steps: tuple[float, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class TakenBy:
    """A go-between who is asked for other leaders instead."""

    person: Brief
    leaders: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class LeaderAnswer:
    """What a campaign does about one leader (``graph.access.campaign.LeaderPlan``)."""

    leader: Brief
    value: float
    advice: Advice
    chosen: Chain | None
    alone: Chain | None
    expected: float
    given_up: float
    taken: tuple[TakenBy, ...]
    at_cap: tuple[Brief, ...]
    reason: NoRoute | None
    steps_needed: int | None


@dataclass(frozen=True, slots=True)
class FavourAnswer:
    """Somebody whom the campaign asks, how often, and how often at most."""

    person: Brief
    times: int
    room: int


@dataclass(frozen=True, slots=True)
class CampaignAnswer:
    """Whom to ask for which leader (``graph.access.campaign.Campaign``); leaders as asked."""

    on: date
    revision: int
    starts: tuple[Brief, ...]
    max_steps: int
    floor: float
    leaders: tuple[LeaderAnswer, ...]
    favours: tuple[FavourAnswer, ...]
    expected: float
    bound: float
    is_optimal: bool
    chains: int

    @property
    def likely_reached(self) -> int:
        """How many leaders are reached on average, to the nearest whole number."""
        return floor(sum(told.chosen.probability for told in self.leaders if told.chosen) + 0.5)


@dataclass(frozen=True, slots=True)
class NearnessAnswer:
    """How near our own people come to somebody (``graph.access.accessibility.Nearness``)."""

    actor: Brief
    by: Brief | None
    probability: float
    steps: int | None
    beside: Brief | None
    people: int


@dataclass(frozen=True, slots=True)
class AccessibilityAnswer:
    """Leaders or partners by how near our own people come.

    ``reached`` and ``unreached`` hold the first of each; the totals count all of them.
    """

    on: date
    revision: int
    starts: tuple[Brief, ...]
    max_steps: int
    reached_total: int
    unreached_total: int
    reached: tuple[NearnessAnswer, ...]
    unreached: tuple[NearnessAnswer, ...]
