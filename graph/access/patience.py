"""What is next for a request: patience first. Guide: ``docs/requests.md``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Final

from graph.records.requests import (
    MOST_REMINDERS,
    OPEN,
    OVER,
    IntroductionRequest,
    LetterPlace,
    RequestEvent,
)
from graph.vocabulary import Channel, RequestState

NOT_NOW_DAYS: Final = 30
"""Days that "not now" is left in peace where the step has no later day of its own."""
POLITE: Final = (Channel.MESSAGE, Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER)
"""Ways of reminding, in the order of trying; a message where nobody likes another way better."""


class NextAct(StrEnum):
    """What may be done next about a request."""

    REMIND = "remind"
    ANOTHER_WAY = "another_way"
    """Only offered: the broker chooses whether, and by whom."""
    ASK_NEXT = "ask_next"
    ASK_AGAIN = "ask_again"
    NOTE_MEETING = "note_meeting"
    """The leader agreed; the meeting is to be held and noted."""
    FIND_LETTER = "find_letter"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is next about a request.

    Parameters
    ----------
    step
        Place of the step that it is about.
    who
        Who acts, and with whom: of the letter, where it lies if that is an actor.
    since, due
        Epoch days: from when somebody waits; from when it is time to act.
    channel
        By which way.
    reminders
        How often this step was reminded already.
    place
        Where the letter lies.

    """

    act: NextAct
    step: int
    who: tuple[str, ...]
    since: int
    due: int
    channel: Channel | None = None
    reminders: int = 0
    place: LetterPlace | None = None


def next_of(
    request: IntroductionRequest,
    days: int,
    *,
    preferred: Channel | None = None,
    may_ask: bool = True,
) -> tuple[Due, ...]:
    """Tell what is next about a request, whether it is time for it or not.

    Parameters
    ----------
    request
        As it stood on the day looked at (:func:`as_it_stood`).
    days
        The network's interval: silence after which a reminder is due, or a letter is looked for.
    preferred
        How whoever was asked last likes to be asked.
    may_ask
        Whether that person may be asked at all; if not, only another way is offered.

    Returns
    -------
    tuple of Due
        The act of the furthest step, if any, then that of the letter. A draft and a request that
        is over need none.

    Notes
    -----
    Silence leads to a reminder by another channel than the last one, up to three. Only then is
    another way offered. A letter is asked after by the same interval.

    """
    if request.state in OVER:
        return ()
    step = request.furthest
    found: list[Due] = []
    if step is not None:
        found += _of_step(request, step, days, preferred, may_ask=may_ask)
    place = request.letter.now_at if request.letter else None
    if place is not None and not any(due.act is NextAct.NOTE_MEETING for due in found):
        who = () if place.actor_id is None else (place.actor_id,)
        since = place.since.day
        letter = NextAct.FIND_LETTER
        found.append(Due(letter, step or 0, who, since, since + days, place=place))
    return tuple(found)


def as_it_stood(request: IntroductionRequest, day: int) -> IntroductionRequest:
    """Give a request as far as it had gone by a day, without what was predicted.

    What comes after something later is later too, also where its date is vague: "May" noted after
    the 20th of May is not seen on the 10th.
    """
    letter = request.letter
    if letter is not None:
        places = tuple(takewhile(lambda place: place.since.day <= day, letter.places))
        letter = replace(letter, places=places)
    return replace(
        request,
        steps=tuple(replace(step, predicted=None) for step in request.steps),
        events=tuple(takewhile(lambda event: event.on.day <= day, request.events)),
        letter=letter,
    )


def reminder_channel(used: Sequence[Channel | None], preferred: Channel | None) -> Channel:
    """Choose how to remind: never as the last time, if possible in a way not tried before.

    Examples
    --------
    >>> reminder_channel([Channel.MESSAGE], None)
    <Channel.PHONE: 'phone'>
    >>> reminder_channel([Channel.PHONE, Channel.MESSAGE], Channel.PHONE)
    <Channel.IN_PERSON: 'in_person'>

    """
    last = used[-1] if used and used[-1] is not None else Channel.MESSAGE
    ways = [way for way in (preferred, *POLITE) if way is not None and way is not last]
    return next((way for way in ways if way not in used), ways[0])


def _of_step(
    request: IntroductionRequest,
    step: int,
    days: int,
    preferred: Channel | None,
    *,
    may_ask: bool,
) -> list[Due]:
    events = request.events_of(step)
    asked = [event for event in events if event.state in OPEN]
    last, now = asked[-1], events[-1]
    pair = (request.steps[step].asker_id, request.steps[step].asked_id)
    since, told = last.on.day, now.on.day
    match request.state:
        case RequestState.ASKED | RequestState.REMINDED | RequestState.NO_ANSWER:
            count = sum(event.state is RequestState.REMINDED for event in events)
            due = since + days
            if count >= MOST_REMINDERS or not may_ask:
                return [Due(NextAct.ANOTHER_WAY, step, pair, since, due, reminders=count)]
            way = reminder_channel(_channels(request, asked), preferred)
            return [Due(NextAct.REMIND, step, pair, since, due, way, count)]
        case RequestState.AGREED if (following := request.next_step) is not None:
            next_pair = (request.steps[following].asker_id, request.steps[following].asked_id)
            way = request.steps[following].channel
            return [Due(NextAct.ASK_NEXT, following, next_pair, told, told, way)]
        case RequestState.AGREED:
            pair = (request.starter_id, request.leader_id)
            return [Due(NextAct.NOTE_MEETING, step, pair, told, told + days)]
        case RequestState.NOT_NOW if may_ask:
            wanted = request.steps[step].due
            later = wanted.day if wanted and wanted.day > told else told + NOT_NOW_DAYS
            return [Due(NextAct.ASK_AGAIN, step, pair, told, later, preferred)]
        case _:
            return [Due(NextAct.ANOTHER_WAY, step, pair, told, told)]


def _channels(request: IntroductionRequest, asked: Sequence[RequestEvent]) -> list[Channel | None]:
    return [event.channel or request.steps[event.step].channel for event in asked]
