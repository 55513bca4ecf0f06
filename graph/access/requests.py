"""What is said and answered about requests for introductions, in names; codes, no sentences."""

from dataclasses import dataclass
from datetime import date

from graph.access.answers import Brief
from graph.access.patience import Due
from graph.access.waiting import Order
from graph.records.dates import StatedDate
from graph.records.requests import IntroductionRequest, Letter, LetterPlace
from graph.records.stored import Stored
from graph.vocabulary import Channel, RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A request along a route, not yet asked.

    Parameters
    ----------
    actor_ids
        The route, from the first asker to the leader.
    starter_id
        For whom it is made; empty: the first asker.
    channels
        By which way each is to be asked, in order; may stop early.
    due
        Day by which an answer of the first is hoped for.
    wanted_id
        Identifier to use; empty: a new one.

    """

    actor_ids: tuple[str, ...]
    starter_id: str = ""
    channels: tuple[Channel | None, ...] = ()
    due: StatedDate | None = None
    purpose: str = ""
    remark: str = ""
    wanted_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to a request, as somebody tells it.

    Parameters
    ----------
    state
        What came of it, or was done.
    step
        Place of the step; ``None``: the one that is next for asking, else the furthest.
    on
        When; ``None``: today.
    channel
        By which way.
    participants
        Of a meeting: who was there beside the starter and the leader.
    conditions
        The leader agreed in principle, on these conditions (none: an empty text); ``None``: not
        said.

    """

    state: RequestState
    step: int | None = None
    on: StatedDate | None = None
    channel: Channel | None = None
    remark: str = ""
    participants: tuple[str, ...] = ()
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class NotedBlessing:
    """A leader's agreement in principle, and the note that tells of it beside the request."""

    leader_id: str
    purpose: str
    on: str
    conditions: str
    note_id: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written: the request, and what came of a meeting."""

    stored: Stored[IntroductionRequest]
    interaction_id: str | None
    blessing: NotedBlessing | None
    is_replay: bool


@dataclass(frozen=True, slots=True)
class DueAct:
    """One thing to do, with the names of those it is about.

    Parameters
    ----------
    asker, asked
        Who acts and with whom; of a letter, where it lies if that is somebody in the network.
    since, due
        From when somebody waits; from when it is time to act.
    overdue
        Days since then; negative: days that are left.
    waiting
        Days that somebody, or the letter, has waited.

    """

    request: IntroductionRequest
    due_act: Due
    asker: Brief | None
    asked: Brief | None
    leader: Brief | None
    since: date
    due: date
    overdue: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """What is due on a day, longest overdue first."""

    on: date
    reminder_days: int
    items: tuple[DueAct, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a letter lay, and for how many days."""

    place: LetterPlace
    days: int


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """Where a letter is on a day.

    Parameters
    ----------
    days
        Since it was dated, or first lay somewhere.
    stays
        In the order of days; the last one is where it is.

    """

    request: IntroductionRequest
    letter: Letter
    on: date
    days: int | None
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One asking that is planned.

    Parameters
    ----------
    probability, low, high
        By the model as of the day; ``None`` where no way between the two is known.
    days
        Until an answer, as answers by this channel took so far.
    answers
        Answers behind that; 0: assumed.

    """

    asker: Brief | None
    asked: Brief | None
    channel: Channel | None
    probability: float | None
    low: float | None
    high: float | None
    days: float
    answers: int


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """The order of asking of a request; ``order`` is ``None`` where a step has no odds."""

    on: date
    request: IntroductionRequest
    steps: tuple[PlannedStep, ...]
    days_if_agreed: float
    order: Order | None
