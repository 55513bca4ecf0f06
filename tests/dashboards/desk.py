"""A desk in memory: three people, one organisation, one way with every kind of evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Final, TypeVar

import numpy as np

from dashboards.desk import (
    Batch,
    CampaignAsked,
    CareAsked,
    Found,
    Listing,
    Overview,
    Pair,
    Profile,
    ReachAsked,
    RequestBoard,
    RequestFile,
    WaysAsked,
    WithinAsked,
    Written,
)
from graph.access.answers import (
    Brief,
    Burden,
    CalibrationAnswer,
    Improvement,
    Interest,
    NearestApproach,
    NotAsked,
    PathAnswer,
    PresentHolder,
    ReachAnswer,
    ServedTogether,
    Step,
    Way,
)
from graph.access.asking import Asking, Person
from graph.access.calibration import Past, calibrated
from graph.access.closeness import Closeness
from graph.access.hops import Basis
from graph.access.odds import DEFAULT_MODEL, Factor
from graph.access.overviews import AccessibilityAnswer, CampaignAnswer
from graph.access.patience import next_of
from graph.access.remedies import Act
from graph.access.requests import (
    DueAct,
    Happening,
    LetterAnswer,
    PlanAnswer,
    PlannedStep,
    Recorded,
    Start,
    Stay,
)
from graph.access.routes import NoRoute
from graph.access.scoring import reliability, scored
from graph.access.strength_answers import CoolingNotice, CountedTold, StrengthAnswer
from graph.coordination.answers import IntroductionsAnswer, IsolationAnswer
from graph.errors import RestuError, UnknownJobError, UnknownNetworkError, UnknownRecordError
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day, from_epoch_day, parse_date
from graph.records.interactions import Interaction
from graph.records.jobs import Job
from graph.records.networks import NetworkRecord
from graph.records.positions import Position
from graph.records.requests import (
    IntroductionRequest,
    Letter,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType
from graph.records.users import User
from graph.strength.factors import StrengthFactors
from graph.strength.used import Speaks
from graph.vocabulary import (
    ActorKind,
    Channel,
    InteractionKind,
    NetworkId,
    Noun,
    PositionType,
    RequestState,
    Role,
    UserId,
)

R = TypeVar("R", bound=AnyRecord)
A = TypeVar("A")

NET: Final = NetworkId("net")
TODAY: Final = date(2026, 11, 25)

ANI: Final = Brief("ani", ActorKind.CONTACT, "Dra. Ani Suryani, M.Si.", "Bu Ani")
HADI: Final = Brief(
    "hadi", ActorKind.CONTACT, "Ir. Hadi Wijaya", "Pak Hadi", True, "Kepala Dinas", "pu", "Dinas PU"
)
RATNA: Final = Brief("ratna", ActorKind.CONTACT, "Hj. Ratna <Dewi>", "Ibu Ratna", True, "Bupati")
POKJA: Final = Brief("pokja", ActorKind.PARTNER, "Pokja Sanitasi", "Pokja Sanitasi")
BRIEFS: Final = {brief.id: brief for brief in (ANI, HADI, RATNA, POKJA)}


def step_by_tie() -> Step:
    return Step(
        source=ANI,
        target=HADI,
        key_contact=None,
        probability=0.62,
        low=0.4,
        high=0.8,
        agreed=2,
        declined=1,
        strength=0.6,
        speaks=Speaks.COMPUTED,
        basis=Basis.TIE,
        factors=((Factor.STRENGTH, 0.4), (Factor.LEVELS_UP, -0.3), (Factor.LOAD, -0.2)),
        ties=(
            Tie(
                id="t1",
                source_id="ani",
                target_id="hadi",
                type="knows",
                since=parse_date("2019"),
                last_contact=parse_date("3 Mei 2026"),
                evidence="Rapat mingguan.",
                source_ref="https://example.org/daftar",
            ),
        ),
        interactions=(
            Interaction(
                id="i1",
                kind=InteractionKind.VISIT,
                held_on=parse_date("Mei 2026"),
                participants=("ani", "hadi"),
                subject="Air bersih",
            ),
        ),
        served=None,
        burden=Burden(2, 1, 2, date(2027, 4, 11)),
        improvements=(
            Improvement(Act.OTHER_CHANNEL, 0.8, 0.18, channel=Channel.IN_PERSON),
            Improvement(Act.WAIT, 0.7, 0.08, day=date(2027, 4, 11)),
            Improvement(Act.MEET_FIRST, 0.68, 0.06, occasion=InteractionKind.JOINT_PROJECT),
            Improvement(Act.BY_GATEKEEPER, 0.66, 0.04, via=RATNA),
            Improvement(Act.BY_EQUAL, 0.65, 0.03, via=RATNA),
        ),
        told_first=(RATNA,),
    )


def post_of(who: str) -> Position:
    return Position(id=f"p-{who}", contact_id=who, partner_id="pokja", type=PositionType.MEMBER_OF)


def step_by_colleagues() -> Step:
    posts = [post_of(who) for who in ("hadi", "ratna")]
    return Step(
        source=HADI,
        target=RATNA,
        key_contact=None,
        probability=0.21,
        low=0.1,
        high=0.4,
        agreed=0,
        declined=0,
        strength=0.3,
        speaks=Speaks.COLLEAGUE,
        basis=Basis.COLLEAGUES,
        factors=((Factor.INFERRED, -0.8), (Factor.BUSYNESS, -0.6)),
        ties=(),
        interactions=(),
        served=ServedTogether(POKJA, posts[0], posts[1], date(2025, 2, 20), is_undated=False),
        burden=Burden(0, 0, 2, None),
    )


def interest() -> Interest:
    record = ConflictOfInterest(
        id="c1", contact_id="hadi", about_ids=("pokja",), interest="Saudaranya kontraktor."
    )
    return Interest(HADI, (POKJA,), record)


def found(asked: WaysAsked) -> PathAnswer:
    way = Way((step_by_tie(), step_by_colleagues()), 0.62 * 0.21, 1, 0.04, 0.3, 1.62)
    return PathAnswer(
        on=asked.on,
        revision=3,
        starts=(ANI,),
        leaders=(RATNA,),
        k=asked.k or 3,
        max_steps=asked.max_steps,
        ways=(way, way),
        reason=None,
        steps_needed=None,
        nearest=None,
        present_holders=(),
        choice=asked.choice,
        number=2,
        best_alone=0.4,
        at_least_one=0.24,
        only_doors=(HADI,),
        stability=0.75,
        not_asked=(NotAsked(RATNA, Burden(3, 2, 2, date(2027, 4, 11))),),
        interests=(interest(),),
    )


def not_found(asked: WaysAsked, reason: NoRoute) -> PathAnswer:
    return PathAnswer(
        on=asked.on,
        revision=3,
        starts=(ANI,),
        leaders=(RATNA,),
        k=asked.k or 3,
        max_steps=asked.max_steps,
        ways=(),
        reason=reason,
        steps_needed=5,
        nearest=NearestApproach(HADI, 0.3, 2),
        present_holders=(PresentHolder(POKJA, HADI),),
    )


def draft(
    id_: str, *route: str, channels: Sequence[Channel | None] = (), purpose: str = "Air bersih"
) -> IntroductionRequest:
    ways = (*channels, *[None] * len(route))
    steps = [
        RequestStep(one, other, way)
        for (one, other), way in zip(pairwise(route), ways, strict=False)
    ]
    return IntroductionRequest(
        id=id_, leader_id=route[-1], starter_id=route[0], steps=tuple(steps), purpose=purpose
    )


def happened(
    request: IntroductionRequest, *told: tuple[int, RequestState, str]
) -> IntroductionRequest:
    """Let events happen: step, state, day."""
    events = [RequestEvent(step, state, parse_date(on)) for step, state, on in told]
    return replace(request, events=tuple(events))


def due_acts(request: IntroductionRequest) -> tuple[DueAct, ...]:
    day = epoch_day(TODAY)
    return tuple(
        DueAct(
            request=request,
            due_act=act,
            asker=BRIEFS.get(act.who[0]) if len(act.who) > 1 else None,
            asked=BRIEFS.get(act.who[-1]) if act.who else None,
            leader=BRIEFS.get(request.leader_id),
            since=from_epoch_day(act.since),
            due=from_epoch_day(act.due),
            overdue=day - act.due,
            waiting=day - act.since,
        )
        for act in next_of(request, 7)
    )


def letter_answer(request: IntroductionRequest) -> LetterAnswer | None:
    if request.letter is None:
        return None
    stays = [Stay(place, epoch_day(TODAY) - place.since.day) for place in request.letter.places]
    return LetterAnswer(request, request.letter, TODAY, 9, tuple(stays))


def asking_of(request: IntroductionRequest) -> Asking:
    people = {id_: Person(id=id_, name=brief.name) for id_, brief in BRIEFS.items()}
    first = request.steps[0]
    return Asking(
        step=0,
        asker=people[first.asker_id],
        asked=people[first.asked_id],
        leader=people[request.leader_id],
        next=people[request.leader_id] if len(request.steps) > 1 else None,
        purpose=request.purpose,
    )


COUNTED: Final = (
    CountedTold("i1", InteractionKind.VISIT, date(2026, 5, 3), False, None, 0.7),
    CountedTold(None, InteractionKind.MEETING, date(2026, 2, 1), True, None, 0.2),
    CountedTold("i2", InteractionKind.MESSAGE, date(2026, 1, 9), False, True, 0.1),
)


def factors() -> StrengthFactors:
    """Parts that add up to 0.4: the second one is the quieter side."""
    return StrengthFactors(
        strength=0.4,
        rhythm=0.7,
        silence=-0.15,
        depth=-0.1,
        one_sidedness=-0.05,
        rhythm_days=84,
        beats=3.26,
        default_days=84,
        silence_days=206,
        usual_gap=40,
        is_embedded=False,
        depth_of_first=2.0,
        depth_of_second=1.4,
        depth_of_all=2.0,
        contacts=3,
        counted=(),
    )


def closeness_told(computed: StrengthFactors | None, ties: Sequence[Stored[Tie]]) -> Closeness:
    """Tell a closeness: an override before what was computed, what is stated beside it."""
    said = next((each.record.override for each in ties if each.record.override), None)
    stated = next((each.record.strength for each in ties if each.record.strength), None)
    if said is not None:
        used, speaks = said.strength, Speaks.OVERRIDE
    else:
        used = computed.strength if computed else None
        speaks = Speaks.COMPUTED if computed else None
    return Closeness(
        used, speaks, said.strength if said else None, computed, stated, None, None, None
    )


def calibrated_by(answers: Sequence[tuple[float, bool]]) -> CalibrationAnswer:
    """Score forecasts against answers; the share known at the time was a half for each."""
    predicted = np.array([each for each, _ in answers])
    agreed = np.array([each for _, each in answers], np.bool_)
    return CalibrationAnswer(
        on=TODAY,
        revision=3,
        odds=calibrated(Past.empty(), DEFAULT_MODEL),
        asked=len(answers) + 2,
        agreed=int(agreed.sum()),
        declined=len(answers) - int(agreed.sum()),
        scores=scored(predicted, agreed, np.full(len(answers), 0.5)),
        reliability=reliability(predicted, agreed),
    )


@dataclass
class MemoryDesk:
    """Fulfils ``dashboards.desk.Desk`` without a store."""

    role_here: Role = Role.ADMINISTRATOR
    is_empty: bool = False
    has_requests: bool = False
    is_local: bool = True
    reason: NoRoute | None = None
    refusal: RestuError | None = None
    own_types: tuple[TieType, ...] = ()
    more_ties: tuple[Tie, ...] = ()
    following: Mapping[Noun, str] = field(default_factory=dict)
    me_id: str = ""
    saved: list[AnyRecord] = field(default_factory=list)
    undone: list[Written] = field(default_factory=list)
    jobs: dict[str, Job] = field(default_factory=dict)
    asked: list[WaysAsked] = field(default_factory=list)
    campaign: CampaignAnswer | None = None
    within: AccessibilityAnswer | None = None
    reached: ReachAnswer | None = None
    isolation: IsolationAnswer | None = None
    asked_for: list[tuple[str, ...]] = field(default_factory=list)
    introductions: IntroductionsAnswer | None = None
    asked_at_once: list[CampaignAsked | WithinAsked | ReachAsked | CareAsked] = field(
        default_factory=list
    )
    kept_requests: dict[str, Stored[IntroductionRequest]] = field(default_factory=dict)
    kept_ties: list[Stored[Tie]] = field(default_factory=list)
    kept_conflicts: list[Stored[ConflictOfInterest]] = field(default_factory=list)
    before: dict[str, AnyRecord] = field(default_factory=dict)
    computed: StrengthFactors | None = None
    answers: tuple[tuple[float, bool], ...] = ()

    @property
    def user(self) -> User:
        return User(id=UserId("rina"), name="Rina", is_owner=True, language="en")

    def list_networks(self) -> tuple[NetworkRecord, ...]:
        return (NetworkRecord(id=NET, name="Gumi Bersih"),)

    def create_network(self, name: str, language: str) -> NetworkRecord:
        return NetworkRecord(id="new", name=name, language=language)

    def role(self, network_id: NetworkId) -> Role:
        self._known(network_id)
        return self.role_here

    def today(self, network_id: NetworkId) -> date:
        self._known(network_id)
        return TODAY

    def overview(self, network_id: NetworkId) -> Overview:
        self._known(network_id)
        counts = {} if self.is_empty else {Noun.CONTACT: 3, Noun.PARTNER: 1, Noun.TIE: 1250}
        counts |= {Noun.INTRODUCTION: 1} if self.has_requests else {}
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        return Overview(self.list_networks()[0], counts, 3, at, "Rina", date(2026, 5, 31))

    def me(self, network_id: NetworkId) -> Brief | None:
        return BRIEFS.get(self.me_id)

    def remember_me(self, network_id: NetworkId, contact_id: str) -> None:
        self.me_id = contact_id

    def search(
        self,
        network_id: NetworkId,
        query: str,
        *,
        kinds: Collection[ActorKind] = tuple(ActorKind),
        limit: int = 10,
    ) -> tuple[Found, ...]:
        hits = [b for b in BRIEFS.values() if query.lower() in b.name.lower() and b.kind in kinds]
        return tuple(Found(brief, brief.name) for brief in hits[:limit])

    def namesakes(self, network_id: NetworkId, name: str, kind: ActorKind) -> tuple[Brief, ...]:
        return tuple(b for b in BRIEFS.values() if b.name == name and b.kind is kind)

    def introduce(self, network_id: NetworkId, ids: Collection[str]) -> Mapping[str, Brief]:
        return {id_: BRIEFS[id_] for id_ in ids if id_ in BRIEFS}

    def tie_types(self, network_id: NetworkId) -> tuple[TieType, ...]:
        return (*BUILT_IN_TYPES.values(), *self.own_types)

    def find_paths(self, network_id: NetworkId, asked: WaysAsked) -> PathAnswer:
        self.asked.append(asked)
        if self.refusal is not None:
            raise self.refusal
        return found(asked) if self.reason is None else not_found(asked, self.reason)

    def find_campaign(self, network_id: NetworkId, asked: CampaignAsked) -> CampaignAnswer:
        return self._at_once(asked, self.campaign)

    def find_leaders(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        return self._at_once(asked, self.within)

    def find_partners(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        return self._at_once(asked, self.within)

    def find_reach(self, network_id: NetworkId, asked: ReachAsked) -> ReachAnswer:
        return self._at_once(asked, self.reached)

    def find_isolated(self, network_id: NetworkId, asked: CareAsked) -> IsolationAnswer:
        return self._at_once(asked, self.isolation)

    def find_introductions(
        self, network_id: NetworkId, asked: CareAsked, partner_ids: tuple[str, ...]
    ) -> IntroductionsAnswer:
        self.asked_for.append(partner_ids)
        return self._at_once(asked, self.introductions)

    def _at_once(
        self, asked: CampaignAsked | WithinAsked | ReachAsked | CareAsked, answer: A | None
    ) -> A:
        self.asked_at_once.append(asked)
        if self.refusal is not None:
            raise self.refusal
        assert answer is not None
        return answer

    def list_actors(
        self, network_id: NetworkId, kind: ActorKind, *, after: str | None = None, limit: int = 50
    ) -> Listing:
        return Listing(tuple(b for b in BRIEFS.values() if b.kind is kind), "more")

    def profile(
        self, network_id: NetworkId, actor_id: str, *, after: Mapping[Noun, str] | None = None
    ) -> Profile:
        if actor_id not in BRIEFS:
            raise UnknownRecordError("actor", actor_id)
        brief, step = BRIEFS[actor_id], step_by_tie()
        contact = Contact(id=brief.id, name=brief.name, is_leader=brief.is_leader, seniority=5)
        return Profile(
            kept(contact),
            (kept(post_of(actor_id)),),
            tuple(kept(tie) for tie in (*step.ties, *self.more_ties)),
            tuple(kept(interaction) for interaction in step.interactions),
            BRIEFS,
            datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
            "Rina",
            self.following,
        )

    def closeness(
        self, network_id: NetworkId, actor_id: str, others: Sequence[str]
    ) -> Mapping[str, Closeness]:
        known = Closeness(0.4, Speaks.COMPUTED, None, None, None, None, None, None)
        return dict.fromkeys(others, known)

    def cooling(self, network_id: NetworkId, actor_id: str) -> tuple[CoolingNotice, ...]:
        last, due = date(2026, 5, 3), date(2026, 9, 3)
        return (CoolingNotice(ANI, HADI, last, due, 40, 206, 83, 0.4, is_embedded=False),)

    def pair(self, network_id: NetworkId, one: str, other: str) -> Pair:
        if unknown := {one, other} - BRIEFS.keys():
            raise UnknownRecordError("actor", unknown.pop())
        first, second = BRIEFS[one], BRIEFS[other]
        judgeable = frozenset(stored.record.id for stored in self.kept_ties)
        notice = self.cooling(network_id, one)[0] if self.computed else None
        answer = StrengthAnswer(
            on=TODAY,
            revision=3,
            one=first,
            other=second,
            tie=None,
            closeness=closeness_told(self.computed, self.kept_ties),
            override=next((each.record.override for each in self.kept_ties), None),
            there=0.4 if self.computed else None,
            back=None,
            counted=COUNTED if self.computed else (),
            counted_total=len(COUNTED) if self.computed else 0,
        )
        return Pair(answer, tuple(self.kept_ties), judgeable, {UserId("wayan"): "Wayan"}, notice)

    def conflicts(
        self, network_id: NetworkId, contact_id: str
    ) -> tuple[Stored[ConflictOfInterest], ...]:
        mine = [each for each in self.kept_conflicts if each.record.contact_id == contact_id]
        return tuple(mine)

    def calibration(self, network_id: NetworkId) -> CalibrationAnswer:
        self._known(network_id)
        return calibrated_by(self.answers)

    def change(self, network_id: NetworkId, record: AnyRecord, version: int) -> int:
        if self.refusal is not None:
            raise self.refusal
        lists: list[Any] = [self.kept_ties, self.kept_conflicts]
        for kept_ones in lists:
            for place, stored in enumerate(kept_ones):
                if stored.record.id == record.id:
                    assert stored.version == version
                    self.before[record.id] = stored.record
                    kept_ones[place] = replace(stored, record=record, version=version + 1)
                    return version + 1
        raise UnknownRecordError(NOUN_OF[type(record)], record.id)

    def put_back(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        self.change(network_id, self.before[record_id], version)

    def remove(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        (gone,) = [each for each in self.kept_conflicts if each.record.id == record_id]
        assert gone.version == version
        self.before[record_id] = gone.record
        self.kept_conflicts.remove(gone)

    def restore(self, network_id: NetworkId, noun: Noun, record_id: str) -> None:
        record = self.before[record_id]
        assert isinstance(record, ConflictOfInterest)
        self.kept_conflicts.append(kept(record))

    def save(self, network_id: NetworkId, records: Sequence[AnyRecord]) -> Written:
        self.saved += records
        self.kept_conflicts += [
            kept(record) for record in records if isinstance(record, ConflictOfInterest)
        ]
        return Written(tuple((NOUN_OF[type(record)], record.id) for record in records))

    def undo(self, network_id: NetworkId, written: Written) -> None:
        self.undone.append(written)

    def requests(self, network_id: NetworkId) -> RequestBoard:
        items = tuple(stored.record for stored in self.kept_requests.values())
        due = tuple(act for item in items for act in due_acts(item) if act.overdue >= 0)
        return RequestBoard(items, BRIEFS, due)

    def request(self, network_id: NetworkId, request_id: str) -> RequestFile:
        stored = self._kept(request_id)
        request = stored.record
        planned = [
            PlannedStep(ANI, HADI, step.channel, 0.6, 0.3, 0.8, 7.0, 0) for step in request.steps
        ]
        return RequestFile(
            stored,
            BRIEFS,
            due_acts(request),
            PlanAnswer(TODAY, request, tuple(planned), 14.0, None),
            letter_answer(request),
            asking_of(request),
            {},
            "en",
        )

    def start_request(self, network_id: NetworkId, said: Start) -> str:
        request = draft("new", *said.actor_ids, channels=said.channels, purpose=said.purpose)
        self.kept_requests["new"] = kept(request)
        return "new"

    def record_event(
        self, network_id: NetworkId, request_id: str, said: Happening, version: int
    ) -> Recorded:
        stored = self._kept(request_id)
        request = stored.record
        following = request.next_step if said.state is RequestState.ASKED else None
        place = (request.furthest or 0) if following is None else following
        on = said.on or StatedDate(TODAY)
        event = RequestEvent(place, said.state, on, said.channel, said.remark)
        changed = replace(request, events=(*request.events, event))
        if said.state is RequestState.ASKED:
            steps = [
                replace(step, predicted=Prediction(0.6, 0.3, 0.8, on)) if at == place else step
                for at, step in enumerate(changed.steps)
            ]
            changed = replace(changed, steps=tuple(steps))
        self.kept_requests[request_id] = replace(stored, record=changed, version=version + 1)
        is_met = said.state is RequestState.MET
        return Recorded(
            self.kept_requests[request_id], "i9" if is_met else None, None, is_replay=False
        )

    def undo_event(self, network_id: NetworkId, request_id: str, place: int, version: int) -> None:
        stored = self._kept(request_id)
        events = stored.record.events
        without = replace(stored.record, events=(*events[:place], *events[place + 1 :]))
        self.kept_requests[request_id] = replace(stored, record=without, version=version + 1)

    def save_letter(
        self, network_id: NetworkId, request_id: str, letter: Letter, version: int
    ) -> None:
        stored = self._kept(request_id)
        record = replace(stored.record, letter=letter)
        self.kept_requests[request_id] = replace(stored, record=record, version=version + 1)

    def _kept(self, request_id: str) -> Stored[IntroductionRequest]:
        if request_id not in self.kept_requests:
            raise UnknownRecordError(Noun.INTRODUCTION, request_id)
        return self.kept_requests[request_id]

    def job(self, network_id: NetworkId, job_id: str) -> Job:
        if job_id not in self.jobs:
            raise UnknownJobError(job_id)
        return self.jobs[job_id]

    def cancel_job(self, network_id: NetworkId, job_id: str) -> None:
        self.job(network_id, job_id)

    def list_batches(self, network_id: NetworkId) -> tuple[Batch, ...]:
        return (Batch("b1", datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "Rina", 12),)

    def undo_batch(self, network_id: NetworkId, batch_id: str) -> Job:
        return Job(
            id="undo",
            network_id=network_id,
            kind="undo",
            created_by=self.user.id,
            created_at=datetime(2026, 11, 24, tzinfo=UTC),
        )

    def _known(self, network_id: NetworkId) -> None:
        if network_id != NET:
            raise UnknownNetworkError(network_id)


def kept(record: R) -> Stored[R]:
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    user = UserId("rina")
    return Stored(record, 1, 1, user, at, user, at)
