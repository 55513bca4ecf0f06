"""Answers about access with names and evidence: what routes, pages and the command line show."""

from dataclasses import dataclass, replace
from datetime import date

from graph.access.calibration import Calibrated
from graph.access.choices import Choice
from graph.access.hops import Basis
from graph.access.odds import Factor
from graph.access.remedies import Act
from graph.access.routes import NoRoute
from graph.access.scoring import Bin, Scores
from graph.records.conflicts import ConflictOfInterest
from graph.records.interactions import Interaction
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.strength.used import Speaks
from graph.vocabulary import ActorKind, Channel, InteractionKind


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
class Burden:
    """What was asked of somebody lately.

    Parameters
    ----------
    lately
        Requests put by anybody in the last 90 days.
    open, cap
        Requests that wait for an answer, and how many may at once.
    rested_on
        First day on which one more costs nothing, if nobody asks meanwhile; ``None``: today.

    """

    lately: int
    open: int
    cap: int
    rested_on: date | None

    @property
    def is_full(self) -> bool:
        """Whether the cap is reached: nobody may ask, whatever the odds."""
        return self.open >= self.cap


@dataclass(frozen=True, slots=True)
class Improvement:
    """Something that would raise the odds of a step: see ``graph.access.remedies.Remedy``."""

    act: Act
    probability: float
    gain: float
    channel: Channel | None = None
    day: date | None = None
    occasion: InteractionKind | None = None
    via: Brief | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """A conflict of interest of somebody on a way; shown, never a ban by itself."""

    person: Brief
    about: tuple[Brief, ...]
    record: ConflictOfInterest


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
    low, high
        Its 80 % interval.
    agreed, declined
        Earlier requests on this tie in this direction; nothing else teaches.
    strength, speaks
        Closeness used, and where it comes from.
    basis
        How we know of it.
    factors
        Log-odds against a reference hop, strongest first.
    ties, interactions, served
        Evidence on or before the day; newest interactions first, at most five.
    burden
        What was asked of the target lately.
    improvements
        What would raise the odds, largest gain first.
    told_first
        Superiors of the target whom the way would pass over: to be told out of courtesy.

    """

    source: Brief
    target: Brief
    key_contact: Brief | None
    probability: float
    low: float
    high: float
    agreed: int
    declined: int
    strength: float
    speaks: Speaks
    basis: Basis
    factors: tuple[tuple[Factor, float], ...]
    ties: tuple[Tie, ...]
    interactions: tuple[Interaction, ...]
    served: ServedTogether | None
    burden: Burden
    improvements: tuple[Improvement, ...] = ()
    told_first: tuple[Brief, ...] = ()

    @property
    def is_inferred(self) -> bool:
        """Whether nobody recorded that the two know each other."""
        return self.basis is Basis.COLLEAGUES


@dataclass(frozen=True, slots=True)
class Way:
    """A route from a start to the leader.

    Parameters
    ----------
    probability
        Product of its steps, between ``low`` and ``high`` with 80 %.
    weakest
        Place of the least likely step.
    asks
        People to be asked on average, one after the other until somebody declines.

    """

    steps: tuple[Step, ...]
    probability: float
    weakest: int
    low: float
    high: float
    asks: float

    def if_available(self, share: float) -> "Way":
        """Give the way to somebody who can be met at all only so likely, 0 to 1."""
        if share == 1:
            return self
        return replace(
            self, probability=share * self.probability, low=share * self.low, high=share * self.high
        )


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Somebody left out of all ways on the day: as many requests wait as may."""

    actor: Brief
    burden: Burden


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
    starts, leaders
        Ends as asked for, at least one of each.
    reason, steps_needed, nearest
        Where there is no way.
    present_holders
        If the leader asked for has left office: who holds it now.
    choice
        How the ways were chosen.
    number, is_exact
        Independent ways that there are at most, where they were asked for; not exact where the
        search stopped at its budget.
    only_doors
        People whom no way within the limit can do without.
    availability
        How likely the leader can be met at all, as asked: already in the odds of ways, and of all
        together; in those of no step.
    best_alone, at_least_one
        Probability of the best way of all, and that at least one of ``ways`` works; the second is
        ``None`` for more than ten.
    stability
        Share of draws from the beliefs in which the best way stays the best; ``None`` if not
        drawn.
    not_asked
        People left out because their cap is reached.
    interests
        Conflicts of interest of people on the ways.

    """

    on: date
    revision: int
    starts: tuple[Brief, ...]
    leaders: tuple[Brief, ...]
    k: int
    max_steps: int
    ways: tuple[Way, ...]
    reason: NoRoute | None
    steps_needed: int | None
    nearest: NearestApproach | None
    present_holders: tuple[PresentHolder, ...]
    choice: Choice = Choice.BEST
    number: int | None = None
    is_exact: bool = True
    only_doors: tuple[Brief, ...] = ()
    availability: float = 1.0
    best_alone: float = 0.0
    at_least_one: float | None = 0.0
    stability: float | None = None
    not_asked: tuple[NotAsked, ...] = ()
    interests: tuple[Interest, ...] = ()

    @property
    def start(self) -> Brief:
        """The first of the starts."""
        return self.starts[0]

    @property
    def leader(self) -> Brief:
        """The first of the leaders."""
        return self.leaders[0]

    @property
    def is_below_best(self) -> bool:
        """Whether the best way of all is alone likelier to work than these together."""
        return self.at_least_one is not None and self.at_least_one < self.best_alone - 1e-12


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
