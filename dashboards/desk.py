"""What a page may ask for. The service hands one desk to each request.

All methods are synchronous and answer with dataclasses of ``graph``. Every one of them may raise
``AccessError`` for a reader whose role does not suffice, ``UnknownNetworkError`` for a network in
which the reader has no part, and ``StoreError`` while the store cannot serve.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from graph.access.answers import Brief, CalibrationAnswer, PathAnswer, ReachAnswer
from graph.access.asking import Asking
from graph.access.choices import Choice
from graph.access.closeness import Closeness
from graph.access.overviews import AccessibilityAnswer, CampaignAnswer
from graph.access.requests import DueAct, Happening, LetterAnswer, PlanAnswer, Recorded, Start
from graph.access.routes import DEFAULT_STEPS
from graph.access.strength_answers import CoolingNotice, StrengthAnswer
from graph.coordination.answers import IntroductionsAnswer, IsolationAnswer
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.jobs import Job
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest, Letter
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import Tie, TieType
from graph.records.users import User
from graph.vocabulary import ActorKind, Channel, NetworkId, Noun, RequestState, Role, UserId


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody or something found by name; ``matched`` is the name or alias that fits."""

    brief: Brief
    matched: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a network.

    ``changed_at`` (in the network's time zone) and ``changed_by``: of the last revision; ``None``
    and empty while there is nothing. ``last_held``: day of the newest meeting or message that is
    not in the future.
    """

    network: NetworkRecord
    counts: Mapping[Noun, int]
    revision: int
    changed_at: datetime | None = None
    changed_by: str = ""
    last_held: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody and nothing is in it yet."""
        return not (self.counts.get(Noun.CONTACT, 0) or self.counts.get(Noun.PARTNER, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysAsked:
    """A question for ways to a leader, as an address states it."""

    start: str
    leader: str
    on: date
    also_from: tuple[str, ...] = ()
    also_to: tuple[str, ...] = ()
    choice: Choice = Choice.INDEPENDENT
    k: int | None = None
    channel: Channel | None = None
    busyness: float | None = None
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignAsked:
    """A question whom to ask for which leader; ``leaders`` are ids with what each is worth."""

    starts: tuple[str, ...]
    leaders: tuple[tuple[str, float], ...]
    on: date
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinAsked:
    """A question which leaders, or which partners, our own people come near."""

    starts: tuple[str, ...]
    on: date
    max_steps: int = DEFAULT_STEPS
    limit: int = 100
    key_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CareAsked:
    """A question which partners need somebody to look after them; ``limit`` of the neediest."""

    brokers: tuple[str, ...]
    on: date
    key_only: bool = False
    limit: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachAsked:
    """A question who can reach ``end`` (``is_toward``), or whom ``end`` can reach."""

    end: str
    is_toward: bool
    on: date
    max_steps: int = DEFAULT_STEPS
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of a list of people or organisations; ``next`` continues it."""

    items: tuple[Brief, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that is known about a person or an organisation.

    Parameters
    ----------
    actor
        The record.
    positions
        Of the person, or at the organisation; of those read here, running ones first, then the
        newest.
    ties
        At either end; of those read here, the latest in touch first, then by the other end's
        name.
    interactions
        Newest first.
    others
        Everybody whom these records name, by id.
    changed_at, changed_by
        When the record was touched last, in the network's time zone, and the name of the user;
        empty for a laptop's owner, who has given none.
    next
        Kinds of record of which there are more, with the cursor that continues them.

    """

    actor: Stored[Contact] | Stored[Partner]
    positions: tuple[Stored[Position], ...]
    ties: tuple[Stored[Tie], ...]
    interactions: tuple[Stored[Interaction], ...]
    others: Mapping[str, Brief]
    changed_at: datetime
    changed_by: str
    next: Mapping[Noun, str] = field(default_factory=dict[Noun, str])


@dataclass(frozen=True, slots=True)
class Batch:
    """An import that was written: when, by whom, how many records, whether it was undone.

    ``by`` is empty for a laptop's owner, who has given no name.
    """

    id: str
    at: datetime
    by: str
    count: int
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a quick entry wrote, so that it can be undone: records, oldest first."""

    records: tuple[tuple[Noun, str], ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two and everything that is on record between them.

    Parameters
    ----------
    answer
        How close they are, and why.
    ties
        Relationships in use between them, whatever their type.
    judgeable
        Those of them on which a person's own judgement would count today.
    judges
        Names of the users who judged, by id; empty for a laptop's owner, who has given no name.
    notice
        That it is time for the two to be in touch again, if it is.

    """

    answer: StrengthAnswer
    ties: tuple[Stored[Tie], ...]
    judgeable: frozenset[str]
    judges: Mapping[UserId, str]
    notice: CoolingNotice | None


@dataclass(frozen=True, slots=True)
class RequestBoard:
    """Requests by state, and what is due about them today.

    Parameters
    ----------
    items
        Of each state the first few.
    names
        Everybody whom they name, by id.
    due
        Longest overdue first.
    cut
        States of which there are more.

    """

    items: tuple[IntroductionRequest, ...]
    names: Mapping[str, Brief]
    due: tuple[DueAct, ...]
    cut: frozenset[RequestState] = frozenset()


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Everything about one request.

    Parameters
    ----------
    names
        Everybody whom it names, by id.
    following
        What is next, whether it is due or not.
    plan
        How likely each step is now, and how long answers take.
    letter
        Where its letter is, if one goes with it.
    asking, phrases, language
        What there is to say next, the network's own templates, and the language it writes in.

    """

    stored: Stored[IntroductionRequest]
    names: Mapping[str, Brief]
    following: tuple[DueAct, ...]
    plan: PlanAnswer
    letter: LetterAnswer | None
    asking: Asking
    phrases: Mapping[str, str]
    language: str

    @property
    def request(self) -> IntroductionRequest:
        """The record."""
        return self.stored.record


class Desk(Protocol):
    """Questions and entries of one reader."""

    @property
    def user(self) -> User:
        """Who asks."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether nobody needs to sign in here, so that nobody can sign out either."""
        ...

    def list_networks(self) -> tuple[NetworkRecord, ...]:
        """Networks in which the reader has a part, by name."""
        ...

    def create_network(self, name: str, language: str) -> NetworkRecord:
        """Open a new network."""
        ...

    def role(self, network_id: NetworkId) -> Role:
        """Tell what the reader may do in a network."""
        ...

    def today(self, network_id: NetworkId) -> date:
        """Tell the day in the network's time zone."""
        ...

    def overview(self, network_id: NetworkId) -> Overview:
        """Count what is in a network."""
        ...

    def me(self, network_id: NetworkId) -> Brief | None:
        """Tell who of the network's people the reader is, if the reader said so."""
        ...

    def remember_me(self, network_id: NetworkId, contact_id: str) -> None:
        """Note who of the network's people the reader is."""
        ...

    def search(
        self,
        network_id: NetworkId,
        query: str,
        *,
        kinds: Collection[ActorKind] = tuple(ActorKind),
        limit: int = 10,
    ) -> tuple[Found, ...]:
        """Find people and organisations by name or alias, the best first."""
        ...

    def namesakes(self, network_id: NetworkId, name: str, kind: ActorKind) -> tuple[Brief, ...]:
        """Find who is called so already, however the name is spelled."""
        ...

    def introduce(self, network_id: NetworkId, ids: Collection[str]) -> Mapping[str, Brief]:
        """Tell who is behind identifiers; unknown ones are absent."""
        ...

    def tie_types(self, network_id: NetworkId) -> tuple[TieType, ...]:
        """Types of relationship that are in use, built-in ones first."""
        ...

    def find_paths(self, network_id: NetworkId, asked: WaysAsked) -> PathAnswer:
        """Find the most likely ways to a leader.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_campaign(self, network_id: NetworkId, asked: CampaignAsked) -> CampaignAnswer:
        """Choose whom to ask for which of several leaders, under the caps of all of them.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_leaders(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        """Rank all leaders by how near our own people come.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_partners(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        """Rank all partners by how near our own people come to them or to somebody there.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_isolated(self, network_id: NetworkId, asked: CareAsked) -> IsolationAnswer:
        """Put partners into the order in which they need somebody to look after them.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_introductions(
        self, network_id: NetworkId, asked: CareAsked, partner_ids: tuple[str, ...]
    ) -> IntroductionsAnswer:
        """Suggest for some partners whom they could meet, and through whom.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def find_reach(self, network_id: NetworkId, asked: ReachAsked) -> ReachAnswer:
        """Rank everyone who can reach somebody, or whom somebody can reach.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError, RefusedEndError

        """
        ...

    def list_actors(
        self, network_id: NetworkId, kind: ActorKind, *, after: str | None = None, limit: int = 50
    ) -> Listing:
        """List people or organisations by name."""
        ...

    def profile(
        self, network_id: NetworkId, actor_id: str, *, after: Mapping[Noun, str] | None = None
    ) -> Profile:
        """Read everything about a person or an organisation.

        ``after``: cursors of the kinds of record that are to be continued.

        Raises
        ------
        UnknownRecordError, InvalidQuestionError

        """
        ...

    def closeness(
        self, network_id: NetworkId, actor_id: str, others: Sequence[str]
    ) -> Mapping[str, Closeness]:
        """Tell how close somebody is to others today, by their ids.

        Raises
        ------
        UnknownRecordError

        """
        ...

    def cooling(self, network_id: NetworkId, actor_id: str) -> tuple[CoolingNotice, ...]:
        """Tell with whom it is time for somebody to be in touch again, the most overdue first.

        Raises
        ------
        UnknownRecordError

        """
        ...

    def pair(self, network_id: NetworkId, one: str, other: str) -> Pair:
        """Tell how close two are today, and everything that is on record between them.

        Raises
        ------
        InvalidQuestionError, UnknownRecordError

        """
        ...

    def conflicts(
        self, network_id: NetworkId, contact_id: str
    ) -> tuple[Stored[ConflictOfInterest], ...]:
        """List the conflicts of interest of somebody that are on record, running ones first."""
        ...

    def calibration(self, network_id: NetworkId) -> CalibrationAnswer:
        """Tell how good forecasts were up to today, and what the odds stand on."""
        ...

    def save(self, network_id: NetworkId, records: Sequence[AnyRecord]) -> Written:
        """Add records of one entry, all or nothing, so that it can be undone.

        Raises
        ------
        InvalidRecordError, DuplicateIdError, UnknownActorError

        """
        ...

    def undo(self, network_id: NetworkId, written: Written) -> None:
        """Take back an entry: its records go out of use, newest first."""
        ...

    def change(self, network_id: NetworkId, record: AnyRecord, version: int) -> int:
        """Change a record that still has the version that was read; give its new version.

        Raises
        ------
        UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError,
        UnknownActorError

        """
        ...

    def put_back(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        """Take the last change of a record back, if it still has the version that this made.

        Raises
        ------
        UnknownRecordError, RemovedRecordError, VersionConflictError

        """
        ...

    def remove(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        """Take a record out of use that still has the version that was read.

        Raises
        ------
        UnknownRecordError, VersionConflictError

        """
        ...

    def restore(self, network_id: NetworkId, noun: Noun, record_id: str) -> None:
        """Put a removed record back into use.

        Raises
        ------
        UnknownRecordError

        """
        ...

    def requests(self, network_id: NetworkId) -> RequestBoard:
        """List requests for introductions, and what is due about them."""
        ...

    def request(self, network_id: NetworkId, request_id: str) -> RequestFile:
        """Read everything about one request.

        Raises
        ------
        UnknownRecordError, RemovedRecordError

        """
        ...

    def start_request(self, network_id: NetworkId, said: Start) -> str:
        """Make a draft of a request along a route; give its identifier.

        Raises
        ------
        InvalidQuestionError, InvalidRecordError, UnknownActorError

        """
        ...

    def record_event(
        self, network_id: NetworkId, request_id: str, said: Happening, version: int
    ) -> Recorded:
        """Note what happened to a request that still has the version that was read.

        Raises
        ------
        UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError,
        InvalidQuestionError, CapReachedError, NotToBeAskedError

        """
        ...

    def undo_event(self, network_id: NetworkId, request_id: str, place: int, version: int) -> None:
        """Take an event back, by its place among the events of that version.

        Raises
        ------
        UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError

        """
        ...

    def save_letter(
        self, network_id: NetworkId, request_id: str, letter: Letter, version: int
    ) -> None:
        """Say which letter goes with a request, and where it has been.

        Raises
        ------
        UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError

        """
        ...

    def job(self, network_id: NetworkId, job_id: str) -> Job:
        """Read how a job goes.

        Raises
        ------
        UnknownJobError

        """
        ...

    def cancel_job(self, network_id: NetworkId, job_id: str) -> None:
        """Ask a job to stop."""
        ...

    def list_batches(self, network_id: NetworkId) -> tuple[Batch, ...]:
        """List the latest imports, newest first."""
        ...

    def undo_batch(self, network_id: NetworkId, batch_id: str) -> Job:
        """Start to take an import out of use as a whole."""
        ...
