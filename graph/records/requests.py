"""Introduction requests: a route that is walked, what was answered on it, and its letter.

What happened is a row of dated events; every state follows from them and is never stored beside
them. Only *agreed* and *declined* teach anything about the odds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final

from graph.records.base import Record
from graph.records.checks import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT, Checks
from graph.records.dates import StatedDate
from graph.vocabulary import Channel, Noun, RequestState

MOST_STEPS: Final = 6
MOST_REMINDERS: Final = 3
"""Reminders of one step; whoever has not answered then does not want to."""
MOST_EVENTS: Final = 200
MOST_PLACES: Final = 100
LONGEST_NUMBER: Final = 200
"""Characters of a letter's number, or of the name of a model."""

OPEN: Final = (RequestState.ASKED, RequestState.REMINDED)
"""States in which somebody is being waited for."""
ANSWERS: Final = (
    RequestState.AGREED,
    RequestState.NOT_NOW,
    RequestState.DECLINED,
    RequestState.NO_ANSWER,
)
"""What may come of asking; a later answer replaces an earlier one."""
OVER: Final = (RequestState.MET, RequestState.WITHDRAWN)
"""States of the whole request after which nothing more happens."""
_ASKED_AGAIN_AFTER: Final = (RequestState.DRAFT, RequestState.NOT_NOW, RequestState.NO_ANSWER)
_REMINDED_AFTER: Final = (RequestState.ASKED, RequestState.REMINDED, RequestState.NO_ANSWER)
_MET_AFTER: Final = (RequestState.ASKED, RequestState.REMINDED, RequestState.AGREED)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the odds model said of a step before anybody answered.

    Parameters
    ----------
    probability
        Of agreeing, 0 to 1, between ``low`` and ``high``.
    day
        As-of date of the network that the model saw.
    features
        What the model knew of the step, by the word of the factor.
    model
        Name of the model and its stage.

    """

    probability: float
    low: float
    high: float
    day: StatedDate
    features: Mapping[str, float] = field(default_factory=dict[str, float])
    model: str = ""


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One asking on the route.

    Parameters
    ----------
    channel
        By which way it is to be asked; ``None``: not settled yet.
    due
        Day by which an answer is hoped for.
    predicted
        Written when the step is first asked and never changed: outcomes are scored against it.

    """

    asker_id: str
    asked_id: str
    channel: Channel | None = None
    due: StatedDate | None = None
    predicted: Prediction | None = None


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """Something that happened to a step.

    Parameters
    ----------
    step
        Place of the step, from 0.
    on
        When it happened, as exactly as it was said.
    channel
        By which way, where it differs from what the step says.
    noted_on
        Day on which it was written down; ``None``: with the last change of the request.
    conditions
        Of the meeting: the leader agreed in principle, on these conditions (none: an empty text);
        ``None``: not said.

    """

    step: int
    state: RequestState
    on: StatedDate
    channel: Channel | None = None
    remark: str = ""
    noted_on: StatedDate | None = None
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedBlessing:
    """What a leader agreed to in principle, until somebody records it as a blessing."""

    leader_id: str
    purpose: str
    on: StatedDate
    conditions: str


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """Where a letter lay, from a day on.

    Parameters
    ----------
    at
        Office or person, as people say it.
    actor_id
        The same as an actor of the network, where it is one.
    instruction
        What was written on it when it was passed down (*disposisi*).

    """

    at: str
    since: StatedDate
    actor_id: str | None = None
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that goes with a request.

    Parameters
    ----------
    number
        As the sender registered it.
    copies
        Who gets a copy (*tembusan*).
    places
        Where it has been, in the order of days.

    """

    number: str = ""
    dated: StatedDate | None = None
    addressee: str = ""
    copies: tuple[str, ...] = ()
    places: tuple[LetterPlace, ...] = ()

    @property
    def now_at(self) -> LetterPlace | None:
        """Where it is now as far as anybody has said."""
        return self.places[-1] if self.places else None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionRequest(Record):
    """A request that travels along a route to a leader.

    Parameters
    ----------
    leader_id
        Who is to be met; the last to be asked.
    starter_id
        Contact or partner for whom it is made.
    purpose
        What the meeting is for, in the words that may be used towards those asked.
    steps
        Who asks whom, in order: each asked person is the next one to ask. Nobody stands on it
        twice.
    events
        What happened, in the order of days.
    letter
        The letter that goes with it.

    """

    leader_id: str
    starter_id: str
    steps: tuple[RequestStep, ...]
    purpose: str = ""
    remark: str = ""
    events: tuple[RequestEvent, ...] = ()
    letter: Letter | None = None

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("leader_id", self.leader_id)
        checks.identifier("starter_id", self.starter_id)
        if self.starter_id == self.leader_id:
            checks.add("starter_id", "self-tie", self.starter_id)
        checks.text("purpose", self.purpose, LONGEST_LINE, lines=True)
        checks.text("remark", self.remark, LONGEST_TEXT, lines=True)
        _check_steps(self.steps, self.leader_id, checks)
        _check_events(self.events, len(self.steps), checks)
        for place, step in enumerate(self.steps[:MOST_STEPS]):
            if step.predicted is not None:
                was_asked = self.asked_on(place) is not None
                _check_prediction(place, step.predicted, checks, was_asked=was_asked)
        if self.letter is not None:
            _check_letter(self.letter, checks)
        self.check_base(Noun.INTRODUCTION, checks)

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Everybody who must be known before the request."""
        places = self.letter.places if self.letter else ()
        carriers = [place.actor_id for place in places if place.actor_id is not None]
        ends = [(step.asker_id, step.asked_id) for step in self.steps]
        named = (self.leader_id, self.starter_id, *chain.from_iterable(ends), *carriers)
        return tuple(dict.fromkeys(named))

    def check_follows(self, before: Record) -> None:
        """Refuse a change of what was predicted: outcomes are scored against it.

        Raises
        ------
        InvalidRecordError

        """
        checks = Checks()
        if isinstance(before, IntroductionRequest):
            for place, step in enumerate(before.steps):
                now = self.steps[place] if place < len(self.steps) else None
                if step.predicted is not None and (now is None or now.predicted != step.predicted):
                    checks.add(f"steps[{place}].predicted", "prediction-changed")
        checks.refuse(Noun.INTRODUCTION, self.id)

    @property
    def actor_ids(self) -> tuple[str, ...]:
        """Everybody who stands on the route, from the first asker to the leader."""
        return (self.steps[0].asker_id, *(step.asked_id for step in self.steps))

    def events_of(self, step: int) -> tuple[RequestEvent, ...]:
        """Give what happened to a step."""
        return tuple(event for event in self.events if event.step == step)

    def state_of(self, step: int) -> RequestState:
        """Tell where a step stands: its latest event, a draft without one."""
        return next(
            (event.state for event in reversed(self.events) if event.step == step),
            RequestState.DRAFT,
        )

    @property
    def step_states(self) -> tuple[RequestState, ...]:
        """Where each step stands, in order."""
        return tuple(self.state_of(step) for step in range(len(self.steps)))

    def asked_on(self, step: int) -> StatedDate | None:
        """Tell when a step was first asked."""
        return next(
            (
                event.on
                for event in self.events
                if event.step == step and event.state is RequestState.ASKED
            ),
            None,
        )

    def answer_of(self, step: int) -> RequestEvent | None:
        """Give the answer that counts: the latest one, unless the step was asked again since."""
        last: RequestEvent | None = None
        for event in self.events:
            if event.step == step:
                if event.state in ANSWERS:
                    last = event
                elif event.state in OPEN:
                    last = None
        return last

    @property
    def furthest(self) -> int | None:
        """Place of the furthest step that was asked."""
        asked = [event.step for event in self.events if event.state is RequestState.ASKED]
        return max(asked, default=None)

    @property
    def state(self) -> RequestState:
        """Where the whole stands: over, or as the furthest step that was asked."""
        if self.events and self.events[-1].state in OVER:
            return self.events[-1].state
        furthest = self.furthest
        return RequestState.DRAFT if furthest is None else self.state_of(furthest)

    @property
    def is_open(self) -> bool:
        """Whether somebody was asked and has not answered."""
        return self.state in OPEN

    @property
    def waiting_on(self) -> str | None:
        """Who was asked and has not answered."""
        furthest = self.furthest
        return self.steps[furthest].asked_id if furthest is not None and self.is_open else None

    @property
    def next_step(self) -> int | None:
        """Place of the step that can be asked for the first time now."""
        furthest, state = self.furthest, self.state
        if state is RequestState.DRAFT:
            return 0
        if furthest is None or state is not RequestState.AGREED:
            return None
        return furthest + 1 if furthest + 1 < len(self.steps) else None

    @property
    def proposed_blessing(self) -> ProposedBlessing | None:
        """What the leader agreed to in principle when they met."""
        for event in self.events:
            if event.conditions is not None:
                return ProposedBlessing(self.leader_id, self.purpose, event.on, event.conditions)
        return None

    @property
    def last_day(self) -> int | None:
        """First day of the date of the latest event; ``None`` while nothing has happened."""
        return self.events[-1].on.day if self.events else None


def _check_steps(steps: Sequence[RequestStep], leader_id: str, checks: Checks) -> None:
    if not steps:
        checks.add("steps", "missing")
        return
    if len(steps) > MOST_STEPS:
        checks.add("steps", "too-many", len(steps), most=MOST_STEPS)
        return
    for place, step in enumerate(steps):
        checks.identifier(f"steps[{place}].asker_id", step.asker_id)
        checks.identifier(f"steps[{place}].asked_id", step.asked_id)
    for place, (step, following) in enumerate(pairwise(steps), start=1):
        if following.asker_id != step.asked_id:
            field_ = f"steps[{place}].asker_id"
            checks.add(field_, "chain-broken", following.asker_id, expected=step.asked_id)
    if steps[-1].asked_id != leader_id:
        field_ = f"steps[{len(steps) - 1}].asked_id"
        checks.add(field_, "leader-not-last", steps[-1].asked_id, expected=leader_id)
    on_the_way = {steps[0].asker_id}
    for place, step in enumerate(steps):
        if step.asked_id in on_the_way:
            checks.add(f"steps[{place}].asked_id", "named-twice", step.asked_id)
        on_the_way.add(step.asked_id)


def _check_events(events: Sequence[RequestEvent], steps: int, checks: Checks) -> None:
    """Walk through the events; each must be possible after the ones before it."""
    if len(events) > MOST_EVENTS:
        checks.add("events", "too-many", len(events), most=MOST_EVENTS)
        return
    states: dict[int, RequestState] = {}
    reminders: dict[int, int] = {}
    before: RequestEvent | None = None
    for place, event in enumerate(events):
        where = f"events[{place}]"
        checks.text(f"{where}.remark", event.remark, LONGEST_LINE, lines=True)
        if event.conditions is not None:
            checks.text(f"{where}.conditions", event.conditions, LONGEST_LINE, lines=True)
            if event.state is not RequestState.MET:
                checks.add(f"{where}.conditions", "only-of-a-meeting", event.state)
        if before is not None and event.on.day_after <= before.on.day:
            checks.add(f"{where}.on", "days-going-back", event.on.iso, before=before.on.iso)
        if event.noted_on is not None and event.noted_on.day_after <= event.on.day:
            checks.add(f"{where}.noted_on", "noted-before", event.noted_on.iso, on=event.on.iso)
        if not 0 <= event.step < steps:
            checks.add(f"{where}.step", "no-such-step", event.step, most=max(steps - 1, 0))
            continue
        if event.state is RequestState.REMINDED:
            reminders[event.step] = reminders.get(event.step, 0) + 1
            if reminders[event.step] > MOST_REMINDERS:
                checks.add(f"{where}.state", "too-many-reminders", event.state, most=MOST_REMINDERS)
        if before is not None and before.state in OVER:
            checks.add(f"{where}.state", "request-over", event.state, state=before.state)
        elif code := _fault(event, states, steps):
            state = states.get(event.step, RequestState.DRAFT)
            checks.add(f"{where}.state", code, event.state, step=event.step, state=state)
        states[event.step] = event.state
        before = event


def _fault(event: RequestEvent, states: Mapping[int, RequestState], steps: int) -> str:
    """Say why an event cannot happen as things stand: nothing, or the code of an issue."""
    now = states.get(event.step, RequestState.DRAFT)
    has_gone_on = states.get(event.step + 1, RequestState.DRAFT) is not RequestState.DRAFT
    match event.state:
        case RequestState.WITHDRAWN:
            return ""
        case RequestState.DRAFT:
            return "" if now is RequestState.DRAFT else "asked-already"
        case RequestState.ASKED:
            if event.step and states.get(event.step - 1) is not RequestState.AGREED:
                return "step-before-not-agreed"
            return "" if now in _ASKED_AGAIN_AFTER and not has_gone_on else "asked-already"
        case _ if now is RequestState.DRAFT:
            return "not-asked-yet"
        case RequestState.MET:
            is_last = event.step == steps - 1
            return "" if is_last and now in _MET_AFTER else "met-before-agreed"
        case RequestState.REMINDED:
            return "" if now in _REMINDED_AFTER else "answered-already"
        case _:
            return "next-step-asked" if has_gone_on else ""


def _check_prediction(place: int, said: Prediction, checks: Checks, *, was_asked: bool) -> None:
    where = f"steps[{place}].predicted"
    if not was_asked:
        checks.add(where, "predicted-before-asked")
    for name in ("low", "probability", "high"):
        checks.share(f"{where}.{name}", getattr(said, name))
    if said.low > said.probability or said.probability > said.high:
        checks.add(where, "outside-interval", said.probability, low=said.low, high=said.high)
    checks.text(f"{where}.model", said.model, LONGEST_NUMBER)
    checks.numbers(f"{where}.features", said.features)


def _check_letter(letter: Letter, checks: Checks) -> None:
    checks.text("letter.number", letter.number, LONGEST_NUMBER)
    checks.text("letter.addressee", letter.addressee, LONGEST_NAME)
    checks.texts("letter.copies", letter.copies, LONGEST_NAME)
    if len(letter.places) > MOST_PLACES:
        checks.add("letter.places", "too-many", len(letter.places), most=MOST_PLACES)
        return
    for number, place in enumerate(letter.places):
        where = f"letter.places[{number}]"
        checks.text(f"{where}.at", place.at, LONGEST_NAME, required=True)
        checks.text(f"{where}.instruction", place.instruction, LONGEST_LINE, lines=True)
        if place.actor_id is not None:
            checks.identifier(f"{where}.actor_id", place.actor_id)
    for number, (place, following) in enumerate(pairwise(letter.places), start=1):
        if following.since.day_after <= place.since.day:
            where = f"letter.places[{number}].since"
            checks.add(where, "days-going-back", following.since.iso, before=place.since.iso)
