"""What can be noted about a request now, and what an entry of it means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from graph.access.requests import Happening, Recorded
from graph.errors import FieldIssue, InvalidRecordError
from graph.records.dates import DateError, StatedDate, parse_date
from graph.records.requests import MOST_REMINDERS, IntroductionRequest, Letter, LetterPlace
from graph.vocabulary import Channel, Noun, RequestState

BETWEEN_COPIES: Final = ";"


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody tapped, and typed beside it, by field."""

    state: RequestState
    texts: Mapping[str, str]
    is_agreed: bool


def acts_of(request: IntroductionRequest) -> tuple[RequestState, ...]:
    """List what can be noted now, the likeliest first."""
    state, furthest = request.state, request.furthest
    is_last = furthest == len(request.steps) - 1
    reminders = [] if furthest is None else request.events_of(furthest)
    count = sum(event.state is RequestState.REMINDED for event in reminders)
    remind = (RequestState.REMINDED,) if count < MOST_REMINDERS else ()
    match state:
        case RequestState.DRAFT:
            found = (RequestState.ASKED,)
        case RequestState.ASKED | RequestState.REMINDED:
            met = (RequestState.MET,) if is_last else ()
            answers = (RequestState.NOT_NOW, RequestState.DECLINED, RequestState.NO_ANSWER)
            found = (RequestState.AGREED, *remind, *answers, *met)
        case RequestState.NO_ANSWER:
            found = (*remind, RequestState.AGREED, RequestState.NOT_NOW, RequestState.DECLINED)
        case RequestState.AGREED:
            found = (RequestState.MET if is_last else RequestState.ASKED,)
        case RequestState.NOT_NOW:
            found = (RequestState.ASKED, RequestState.AGREED, RequestState.DECLINED)
        case RequestState.DECLINED:
            found = (RequestState.AGREED,)
        case _:
            return ()
    return (*found, RequestState.WITHDRAWN)


def step_of(request: IntroductionRequest, state: RequestState) -> int:
    """Tell which step would be noted."""
    following = request.next_step
    if state is RequestState.ASKED and following is not None:
        return following
    return request.furthest or 0


def happening(entered: Entered) -> Happening:
    """Read what happened.

    Raises
    ------
    InvalidRecordError
        If the day cannot be read.

    """
    texts, state = entered.texts, entered.state
    channel = texts.get("channel", "")
    conditions = texts.get("conditions", "").strip()
    is_met = state is RequestState.MET
    return Happening(
        state=state,
        on=day_in(texts, "on"),
        channel=Channel(channel) if channel in list(Channel) else None,
        remark=texts.get("remark", "").strip(),
        conditions=conditions if is_met and (entered.is_agreed or conditions) else None,
    )


def place_of(recorded: Recorded, said: Happening, today: date) -> int | None:
    """Find what was noted among the events; ``None`` where it cannot be taken back.

    A step that was asked keeps what was expected before the answer, so that asking stays.
    """
    request = recorded.stored.record
    on = said.on or StatedDate(today)
    places = [
        place
        for place, event in enumerate(request.events)
        if event.state is said.state and event.on == on
    ]
    if not places:
        return None
    event = request.events[places[-1]]
    is_kept = said.state is RequestState.ASKED and request.steps[event.step].predicted is not None
    return None if is_kept else places[-1]


def letter_of(before: Letter | None, entered: Mapping[str, str]) -> Letter:
    """Make the letter that somebody describes; where it was before stays.

    Raises
    ------
    InvalidRecordError
        If a day cannot be read, or nothing is said.

    """
    letter = before or Letter()
    if "number" in entered:
        copies = [name.strip() for name in entered.get("copies", "").split(BETWEEN_COPIES)]
        letter = replace(
            letter,
            number=entered["number"].strip(),
            dated=day_in(entered, "dated"),
            addressee=entered.get("addressee", "").strip(),
            copies=tuple(name for name in copies if name),
        )
    at = entered.get("at", "").strip()
    if not at and letter == Letter():
        raise InvalidRecordError(Noun.INTRODUCTION, "", [FieldIssue("number", "missing")])
    if not at:
        return letter
    since = day_in(entered, "since")
    if since is None:
        raise InvalidRecordError(Noun.INTRODUCTION, "", [FieldIssue("since", "missing")])
    instruction = entered.get("instruction", "").strip()
    place = LetterPlace(at, since, instruction=instruction)
    return replace(letter, places=(*letter.places, place))


def day_in(
    texts: Mapping[str, str], field: str, noun: Noun = Noun.INTRODUCTION
) -> StatedDate | None:
    """Read a day that somebody typed into a field of a record's form, if there is one.

    Raises
    ------
    InvalidRecordError
        If it cannot be read.

    """
    typed = texts.get(field, "").strip()
    if not typed:
        return None
    try:
        return parse_date(typed)
    except DateError as error:
        facts = {"instead": error.instead} if error.instead else {}
        issue = FieldIssue(field, error.fault, typed, facts)
        raise InvalidRecordError(noun, "", [issue]) from None
