"""What is done about a request for an introduction: started, asked, reminded, answered, met."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final, cast

from graph.access.predictions import predict
from graph.access.requests import Happening, NotedBlessing, Recorded, Start
from graph.errors import FieldIssue, InvalidQuestionError, InvalidRecordError
from graph.ports import Change, Commit, Create, Restore, Write
from graph.records.checks import LONGEST_LINE
from graph.records.dates import Precision, StatedDate
from graph.records.identity import new_id
from graph.records.interactions import Interaction, interaction_id
from graph.records.notes import Note
from graph.records.requests import (
    IntroductionRequest,
    Letter,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.records.stored import Stored
from graph.vocabulary import ActorKind, Channel, InteractionKind, Noun, RequestState, Role
from service.exchange.blessings import blessing_note
from service.snapshots import Snapshots
from service.usecases import requests
from service.usecases.request_caps import Plan, commit_plan
from service.usecases.visits import Visit

FOR_REQUEST: Final = "introduction_id"
"""Custom field of a meeting or note that came of a request."""
BLESSING_ON: Final = "blessing_on"
BLESSING_FOR: Final = "blessing_for"
CONDITIONS: Final = "conditions"
_CALLS: Final = (Channel.PHONE, Channel.VIDEO)


def start(visit: Visit, said: Start) -> Commit:
    """Make a draft of a request along a route.

    Raises
    ------
    InvalidQuestionError
        If the route has fewer than two people, or there are more channels than steps.
    InvalidRecordError, DuplicateIdError, UnknownActorError, KeyReusedError

    """
    visit.require(Role.EDITOR)
    route = said.actor_ids
    if len(route) < 2:  # noqa: PLR2004 - somebody asks somebody
        raise InvalidQuestionError([FieldIssue("actor_ids", "too-few", str(len(route)))])
    if len(said.channels) >= len(route):
        facts = {"most": str(len(route) - 1)}
        issue = FieldIssue("channels", "too-many", str(len(said.channels)), facts)
        raise InvalidQuestionError([issue])
    ways = (*said.channels, *[None] * (len(route) - 1 - len(said.channels)))
    steps = [
        RequestStep(asker, asked, way)
        for (asker, asked), way in zip(pairwise(route), ways, strict=True)
    ]
    steps[0] = replace(steps[0], due=said.due)

    def make(record_id: str) -> IntroductionRequest:
        return IntroductionRequest(
            id=record_id,
            leader_id=route[-1],
            starter_id=said.starter_id or route[0],
            steps=tuple(steps),
            purpose=said.purpose,
            remark=said.remark,
        )

    return requests.create(visit, make, said.wanted_id)


def record_event(
    visit: Visit,
    snapshots: Snapshots,
    record_id: str,
    said: Happening,
    version: int | None = None,
) -> Recorded:
    """Note that somebody was asked, reminded, or answered, or that the leader was met.

    Who is asked gets a prediction, from the network as of that day. A meeting is written as an
    interaction in the same commit.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, KeyReusedError
    InvalidRecordError
        If it cannot have happened after what happened before.
    InvalidQuestionError
        If participants or conditions come with anything but a meeting.
    UnknownActorError
        If a participant is not in the network.
    CapReachedError, NotToBeAskedError
        If somebody would be asked who may not be.

    """
    visit.require(Role.EDITOR)
    _check_meeting(said)
    today = StatedDate(visit.today(), Precision.DAY)
    predictions: dict[tuple[RequestStep, int], Prediction | None] = {}

    def plan() -> Plan:
        stored = requests.load(visit, Noun.INTRODUCTION, record_id, version)
        before = stored.record
        after = _told(before, said, today)
        step = _place(before, said)
        if said.state is RequestState.ASKED and after.steps[step].predicted is None:
            on = said.on or today
            key = (after.steps[step], on.day)
            if key not in predictions:
                predictions[key] = _prediction(visit, snapshots, *key, said.channel)
            after = _with_step(after, step, predicted=predictions[key])
        writes: list[Write] = [Change(after, stored.version)]
        if said.state is RequestState.MET:
            writes += _writes_of_meeting(visit, after, said, said.on or today)
        return Plan(before, after, tuple(writes))

    commit = commit_plan(visit, plan)
    stored = cast("Stored[IntroductionRequest]", commit.stored[0])
    noted = next((one.record for one in commit.stored if isinstance(one.record, Note)), None)
    met = next((one.record for one in commit.stored if isinstance(one.record, Interaction)), None)
    if met is None and said.state is RequestState.MET:  # on record before
        met = _meeting(visit, stored.record, said, said.on or today)
    return Recorded(stored, met and met.id, noted and _blessing(noted), commit.is_replay)


def record_letter(
    visit: Visit, record_id: str, letter: Letter | None, version: int | None = None
) -> Commit:
    """Say which letter goes with a request and where it has been; ``None``: none goes with it.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, KeyReusedError
    InvalidRecordError, UnknownActorError

    """

    def revise(request: IntroductionRequest) -> IntroductionRequest:
        return _readable(lambda: replace(request, letter=letter), "letter.")

    return requests.change(visit, Noun.INTRODUCTION, record_id, revise, version)


# ---------------------------------------------------------------------------- events


def _check_meeting(said: Happening) -> None:
    if said.state is RequestState.MET:
        if len(said.conditions or "") > LONGEST_LINE:
            facts = {"longest": str(LONGEST_LINE), "length": str(len(said.conditions or ""))}
            raise InvalidQuestionError([FieldIssue("conditions", "too-long", "", facts)])
        return
    given = {"participants": said.participants, "conditions": said.conditions}
    issues = [
        FieldIssue(field, "only-of-a-meeting", said.state)
        for field, value in given.items()
        if value
    ]
    if issues:
        raise InvalidQuestionError(issues)


def _place(request: IntroductionRequest, said: Happening) -> int:
    """Find the step that is meant."""
    if said.step is not None:
        return said.step
    if said.state is RequestState.ASKED and request.next_step is not None:
        return request.next_step
    return request.furthest or 0


def _told(request: IntroductionRequest, said: Happening, today: StatedDate) -> IntroductionRequest:
    """Put an event into the row of events, at its day."""
    step, on, channel = _place(request, said), said.on or today, said.channel
    steps = request.steps
    if channel is not None and 0 <= step < len(steps):
        if steps[step].channel is None and said.state is RequestState.ASKED:
            steps = (*steps[:step], replace(steps[step], channel=channel), *steps[step + 1 :])
        if steps[step].channel is channel:
            channel = None  # as the step says
    event = RequestEvent(step, said.state, on, channel, said.remark, today, said.conditions)
    at = len(request.events)
    while at and request.events[at - 1].on.day >= on.day_after:
        at -= 1
    events = (*request.events[:at], event, *request.events[at:])
    return _readable(lambda: replace(request, steps=steps, events=events), f"events[{at}].")


def _readable(make: Callable[[], IntroductionRequest], prefix: str) -> IntroductionRequest:
    """Make a request; what is wrong is named as the teller wrote it."""
    try:
        return make()
    except InvalidRecordError as error:
        issues = [replace(issue, field=issue.field.removeprefix(prefix)) for issue in error.issues]
        raise InvalidRecordError(error.noun, error.record_id, issues) from None


def _with_step(
    request: IntroductionRequest, place: int, *, predicted: Prediction | None
) -> IntroductionRequest:
    steps = request.steps
    step = replace(steps[place], predicted=predicted)
    return replace(request, steps=(*steps[:place], step, *steps[place + 1 :]))


def _prediction(
    visit: Visit, snapshots: Snapshots, step: RequestStep, day: int, channel: Channel | None
) -> Prediction | None:
    """Ask the model before anybody answers; nothing where no way between the two is known."""
    access = snapshots.access(visit.network_id, day, channel=channel or step.channel)
    ends = [access.network.index_of.get(id_) for id_ in (step.asker_id, step.asked_id)]
    source, target = ends
    if source is None or target is None:
        return None
    stage = snapshots.odds(visit.network_id, day).stage
    try:
        return predict(access, source, target, stage)
    except LookupError:
        return None


# ---------------------------------------------------------------------------- meetings


def _writes_of_meeting(
    visit: Visit, request: IntroductionRequest, said: Happening, on: StatedDate
) -> list[Write]:
    meeting = _meeting(visit, request, said, on)
    noun = Noun.INTERACTION
    held = visit.store.load(visit.network_id, noun, [meeting.id], reader=visit.who.user.id)
    writes: list[Write] = []
    if meeting.id not in held:
        writes.append(Create(meeting))
    elif held[meeting.id].is_removed:
        writes.append(Restore(noun, meeting.id))
    if said.conditions is not None:
        writes.append(Create(_note(visit, request, said.conditions, on)))
    return writes


def _meeting(
    visit: Visit, request: IntroductionRequest, said: Happening, on: StatedDate
) -> Interaction:
    """Make the meeting under its natural key, so that an import of the same meets it."""
    kind = InteractionKind.CALL if said.channel in _CALLS else InteractionKind.MEETING
    ours = _who_met(visit, request)
    participants = tuple(dict.fromkeys((ours, request.leader_id, *said.participants)))
    return Interaction(
        id=interaction_id(kind, on, participants, request.purpose, ""),
        kind=kind,
        held_on=on,
        participants=participants,
        initiator=ours,
        subject=request.purpose,
        channel=said.channel,
        evidence=said.remark,
        fields={FOR_REQUEST: request.id},
    )


def _who_met(visit: Visit, request: IntroductionRequest) -> str:
    """Tell who met the leader: the starter, or whoever asked first for an organisation."""
    ends = (request.starter_id, request.steps[0].asker_id)
    kinds = visit.store.kinds_of(visit.network_id, ends)
    return next((id_ for id_ in ends if kinds.get(id_) is ActorKind.CONTACT), ends[0])


def _note(visit: Visit, request: IntroductionRequest, conditions: str, on: StatedDate) -> Note:
    language = visit.store.load_network(visit.network_id).network.language
    return Note(
        id=new_id(),
        about_id=request.leader_id,
        text=blessing_note(language, on=on, purpose=request.purpose, conditions=conditions),
        is_private=False,
        fields={
            FOR_REQUEST: request.id,
            BLESSING_ON: on.iso,
            BLESSING_FOR: request.purpose,
            CONDITIONS: conditions,
        },
    )


def _blessing(note: Note) -> NotedBlessing:
    told = {name: str(note.fields.get(name) or "") for name in note.fields}
    return NotedBlessing(
        leader_id=note.about_id,
        purpose=told.get(BLESSING_FOR, ""),
        on=told.get(BLESSING_ON, ""),
        conditions=told.get(CONDITIONS, ""),
        note_id=note.id,
    )
