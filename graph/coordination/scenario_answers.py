"""Answers about what would be and what has changed, with names; codes, no sentences."""

from dataclasses import dataclass
from datetime import date

from graph.access.answers import Brief
from graph.coordination.change import Point
from graph.coordination.scenario import Figures


@dataclass(frozen=True, slots=True)
class RiseAnswer:
    """Somebody who comes to stand between more pairs (``scenario.Rise``)."""

    actor: Brief
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MendAnswer:
    """An introduction that joins two pieces (``scenario.Mend``)."""

    one: Brief
    other: Brief
    through: Brief
    is_cold: bool
    chance: float


@dataclass(frozen=True, slots=True)
class PieceAnswer:
    """A piece of what fell apart: how many are in it, and the first of them."""

    actors: int
    partners: int
    members: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class ScenarioAnswer:
    """What a scenario comes to (``scenario.Outcome``); nothing is written.

    ``out_of_reach``, ``into_reach``: ``None`` without brokers. ``takes_over`` holds the first;
    ``None``: too many actors remain to compute it. ``mends`` holds ``mends_total`` at most.
    """

    on: date
    revision: int
    brokers: tuple[Brief, ...]
    moves: tuple[Brief, ...]
    leaves: tuple[Brief, ...]
    introduces: tuple[tuple[Brief, Brief], ...]
    remaining: int
    out_of_reach: tuple[Brief, ...] | None
    into_reach: tuple[Brief, ...] | None
    without_tie: tuple[Brief, ...]
    connected: int
    lost: int
    gained: int
    lost_pairs: float | None
    before: Figures
    after: Figures
    takes_over: tuple[RiseAnswer, ...] | None
    pieces: tuple[PieceAnswer, ...]
    pieces_total: int
    mends: tuple[MendAnswer, ...]
    mends_total: int
    unmended: int


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """Somebody whose rank is another (``change.Shift``)."""

    actor: Brief
    rank_before: int
    rank_after: int
    value_before: float
    value_after: float


@dataclass(frozen=True, slots=True)
class ComparisonAnswer:
    """What changed between two days (``change.Change``); each list holds the first, with totals.

    ``rose`` and ``fell`` are ``None`` where too many actors are there to compute the measure;
    ``reached`` and ``unreached`` without brokers.
    """

    since: date
    until: date
    revision: int
    brokers: tuple[Brief, ...]
    before: Point
    after: Point
    came: tuple[Brief, ...]
    came_total: int
    went: tuple[Brief, ...]
    went_total: int
    gained: tuple[tuple[Brief, Brief], ...]
    gained_total: int
    lost: tuple[tuple[Brief, Brief], ...]
    lost_total: int
    rose: tuple[ShiftAnswer, ...] | None
    fell: tuple[ShiftAnswer, ...] | None
    reached: tuple[Brief, ...] | None
    unreached: tuple[Brief, ...] | None


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """The network in a few numbers, month by month."""

    since: date
    until: date
    revision: int
    brokers: tuple[Brief, ...]
    points: tuple[Point, ...]
