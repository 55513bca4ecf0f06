"""What is due about requests on a day, where a letter lies, and what asking will take."""

from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias, cast

import numpy as np

from graph.access.answers import Brief
from graph.access.network import AccessNetwork
from graph.access.patience import Due, NextAct, as_it_stood, next_of
from graph.access.requests import (
    DueAct,
    DueAnswer,
    LetterAnswer,
    PlanAnswer,
    PlannedStep,
    Stay,
)
from graph.access.waiting import AnswerTimes, order_of
from graph.errors import FieldIssue, InvalidQuestionError, UnknownRecordError
from graph.records.contacts import Contact
from graph.records.dates import epoch_day, from_epoch_day
from graph.records.networks import LONGEST_INTERVAL
from graph.records.requests import OVER, IntroductionRequest
from graph.vocabulary import Noun, RequestState, Role
from service.snapshots import Snapshots
from service.usecases import records
from service.usecases.access import introduce
from service.usecases.request_caps import PAGE, people, why_not
from service.usecases.visits import Visit

Odds: TypeAlias = tuple[float | None, float | None, float | None]
NOT_KNOWN: Final = (None, None, None)
UNDER_WAY: Final = tuple(state for state in RequestState if state not in OVER)


def find_due(visit: Visit, snapshots: Snapshots, on: date, ahead: int = 0) -> DueAnswer:
    """List what is due about requests on a day, longest overdue first, mere offers last.

    Parameters
    ----------
    ahead
        Also what falls due within so many days.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError

    """
    visit.require(Role.READER)
    if not 0 <= ahead <= LONGEST_INTERVAL:
        facts = {"least": "0", "most": str(LONGEST_INTERVAL)}
        raise InvalidQuestionError([FieldIssue("ahead_days", "outside-limits", str(ahead), facts)])
    day, days = epoch_day(on), visit.store.load_network(visit.network_id).network.reminder_days
    standing = [as_it_stood(request, day) for request in _under_way(visit, on)]
    asked = _last_asked(standing)
    known = people(visit, sorted(set(asked.values())))
    found: list[tuple[IntroductionRequest, Due]] = []
    for request in standing:
        person, is_removed = known.get(asked.get(request.id, ""), (None, False))
        acts = next_of(
            request,
            days,
            preferred=person.preferred_channel if isinstance(person, Contact) else None,
            may_ask=not why_not(person, is_removed=is_removed),
        )
        found += [(request, act) for act in acts if act.due <= day + ahead]
    # An offer waits for nobody: what somebody waits for comes first.
    found.sort(
        key=lambda item: (
            item[1].act is NextAct.ANOTHER_WAY,
            item[1].due,
            item[0].id,
            item[1].act,
        )
    )
    ids = {id_ for request, act in found for id_ in (*act.who, request.leader_id)}
    names = introduce(visit, snapshots, ids, on=on)
    return DueAnswer(on, days, tuple(_due(request, act, day, names) for request, act in found))


def find_letter(visit: Visit, record_id: str, on: date) -> LetterAnswer:
    """Tell where the letter of a request is on a day, and how long it lay at each place.

    Raises
    ------
    UnknownRecordError
        If there is no such request, or no letter goes with it.

    """
    whole = _read(visit, record_id)
    day = epoch_day(on)
    letter = as_it_stood(whole, day).letter
    if letter is None:
        raise UnknownRecordError("letter", record_id)
    starts = [place.since.day for place in letter.places]
    ends = [*starts[1:], day][: len(starts)]
    stays = tuple(
        Stay(place, max(end - start, 0))
        for place, start, end in zip(letter.places, starts, ends, strict=True)
    )
    first = letter.dated.day if letter.dated else next(iter(starts), None)
    return LetterAnswer(whole, letter, on, None if first is None else max(day - first, 0), stays)


def plan_asking(visit: Visit, snapshots: Snapshots, record_id: str, on: date) -> PlanAnswer:
    """Tell the order of asking of a request, how likely each is, and how long answers take.

    Raises
    ------
    UnknownRecordError

    """
    request, day = _read(visit, record_id), epoch_day(on)
    network = snapshots.network(visit.network_id)
    times = AnswerTimes.of(network.asks, day)
    names = introduce(visit, snapshots, request.actor_ids, on=on)
    steps: list[PlannedStep] = []
    for step in request.steps:
        access = snapshots.access(visit.network_id, day, channel=step.channel)
        index = access.network.index_of
        odds = _odds(access, index.get(step.asker_id), index.get(step.asked_id))
        count = times.answers if step.channel is None else times.count.get(step.channel)
        steps.append(
            PlannedStep(
                names.get(step.asker_id),
                names.get(step.asked_id),
                step.channel,
                *odds,
                times.days(step.channel),
                times.answers if count is None else count,
            )
        )
    chances = [step.probability for step in steps if step.probability is not None]
    channels = [step.channel for step in request.steps]
    is_whole = len(chances) == len(steps)
    return PlanAnswer(
        on,
        request,
        tuple(steps),
        sum(step.days for step in steps),
        order_of(chances, channels, times) if is_whole else None,
    )


def _odds(access: AccessNetwork, source: int | None, target: int | None) -> Odds:
    if source is None or target is None:
        return NOT_KNOWN
    try:
        place = np.array([access.hop(source, target)], np.int64)
    except LookupError:
        return NOT_KNOWN
    belief = access.belief(place)
    low, high = belief.interval()
    probability = float(belief.mean[0])
    return probability, min(float(low[0]), probability), max(float(high[0]), probability)


def _read(visit: Visit, record_id: str) -> IntroductionRequest:
    stored = records.read(visit, Noun.INTRODUCTION, record_id)
    return cast("IntroductionRequest", stored.record)


def _under_way(visit: Visit, on: date) -> Iterator[IntroductionRequest]:
    """Give the requests that were not over on a day; those that ended later need all read."""
    is_past = on < visit.today()
    for filters in [{}] if is_past else [{"state": state.value} for state in UNDER_WAY]:
        after: str | None = None
        while True:
            page = visit.store.find(
                visit.network_id,
                Noun.INTRODUCTION,
                filters,
                reader=visit.who.user.id,
                after=after,
                limit=PAGE,
            )
            for stored in page.items:
                yield cast("IntroductionRequest", stored.record)
            after = page.next
            if after is None:
                break


def _last_asked(requests: list[IntroductionRequest]) -> dict[str, str]:
    """Give, for each request, who was asked last."""
    return {
        request.id: request.steps[request.furthest].asked_id
        for request in requests
        if request.furthest is not None
    }


def _due(request: IntroductionRequest, act: Due, day: int, names: dict[str, Brief]) -> DueAct:
    ends = [names.get(id_) for id_ in act.who]
    return DueAct(
        request=request,
        due_act=act,
        asker=ends[0] if len(ends) > 1 else None,
        asked=ends[-1] if ends else None,
        leader=names.get(request.leader_id),
        since=from_epoch_day(act.since),
        due=from_epoch_day(act.due),
        overdue=day - act.due,
        waiting=day - act.since,
    )
