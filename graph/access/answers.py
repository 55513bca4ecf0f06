"""Answers about access with names and evidence: what routes, pages and the command line show."""

from dataclasses import dataclass
from datetime import date

from graph.access.calibration import Calibrated
from graph.access.hops import Basis
from graph.access.odds import Factor
from graph.access.routes import NoRoute
from graph.access.scoring import Bin, Scores
from graph.records.interactions import Interaction
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Brief:
    """An actor in a line.

    Parameters
    ----------
    name_in_talk
        As people speak of the person; the name where that is not known.
    title, partner_id, partner_name
        Foremost position on the day; empty where there is none or for a partner.
    is_acting
        The position is held in an acting capacity.

    """

    id: str
    kind: ActorKind
    name: str
    name_in_talk: str
    is_leader: bool = False
    title: str = ""
    partner_id: str = ""
    partner_name: str = ""
    is_acting: bool = False


@dataclass(frozen=True, slots=True)
class ServedTogether:
    """Two positions at one partner whose dates overlap: why two people are taken as colleagues.

    ``is_undated``: one of the positions has no dates, so the overlap is assumed. ``last_day`` is
    the last day together, ``None`` if they still are.
    """

    partner: Brief
    one: Position
    other: Position
    last_day: date | None
    is_undated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a route, with the reason for each figure.

    Parameters
    ----------
    source, target
        Who asks whom.
    key_contact
        Whom a step into an organisation meets, if anybody is known there.
    probability
        That the target says yes; a property of the step, never of the person.
    basis
        How we know of it.
    factors
        Log-odds against a reference hop, strongest first.
    ties, interactions, served
        Evidence on or before the day; newest interactions first, at most five.

    """

    source: Brief
    target: Brief
    key_contact: Brief | None
    probability: float
    strength: float
    basis: Basis
    factors: tuple[tuple[Factor, float], ...]
    ties: tuple[Tie, ...]
    interactions: tuple[Interaction, ...]
    served: ServedTogether | None

    @property
    def is_inferred(self) -> bool:
        """Whether nobody recorded that the two know each other."""
        return self.basis is Basis.COLLEAGUES


@dataclass(frozen=True, slots=True)
class Way:
    """A route from a start to the leader."""

    steps: tuple[Step, ...]
    probability: float
    weakest: int


@dataclass(frozen=True, slots=True)
class NearestApproach:
    """Who could bring a request to the leader although none of ours reaches that person."""

    actor: Brief
    probability: float
    steps: int


@dataclass(frozen=True, slots=True)
class PresentHolder:
    """Who holds now the office that the leader asked for held before."""

    partner: Brief
    holder: Brief


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """Ways to a leader, best first, or why there is none.

    Parameters
    ----------
    on
        Day looked at.
    revision
        Revision of the network that the answer is right for.
    start, leader
        Ends as asked for.
    reason, steps_needed, nearest
        Where there is no way.
    present_holders
        If the leader asked for has left office: who holds it now.

    """

    on: date
    revision: int
    start: Brief
    leader: Brief
    k: int
    max_steps: int
    ways: tuple[Way, ...]
    reason: NoRoute | None
    steps_needed: int | None
    nearest: NearestApproach | None
    present_holders: tuple[PresentHolder, ...]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody within reach: the best route's probability and steps, and who stands beside."""

    actor: Brief
    probability: float
    steps: int
    beside: Brief


@dataclass(frozen=True, slots=True)
class ReachAnswer:
    """Everyone who can reach a leader (``is_toward``), or whom one can reach; best first.

    ``total`` counts all of them, ``found`` holds the asked part.
    """

    on: date
    revision: int
    end: Brief
    is_toward: bool
    max_steps: int
    total: int
    found: tuple[Reachable, ...]


@dataclass(frozen=True, slots=True)
class CalibrationAnswer:
    """The odds model of a network on a day, and how its predictions fared.

    Parameters
    ----------
    on
        Day looked at: nothing that was answered or written down later is seen.
    revision
        Revision of the network that the answer is right for.
    odds
        The model in use and how outcomes moved it.
    asked
        Steps that were asked by the day.
    agreed, declined
        Those that taught something; all others did not.
    scores
        Of what was predicted before the answer; ``None`` while there is nothing to score.
    reliability
        The same predictions beside what happened, in bins with their counts.

    """

    on: date
    revision: int
    odds: Calibrated
    asked: int
    agreed: int
    declined: int
    scores: Scores | None
    reliability: tuple[Bin, ...]
