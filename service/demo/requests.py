"""Requests of the story, what somebody said of a closeness, conflicts of interest, plans.

No file of the demo holds them: they are written after the import, as people write them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any, cast

from graph.access.predictions import predict
from graph.ports import Change, Create, Store, Write
from graph.records.conflicts import ConflictOfInterest
from graph.records.dates import StatedDate
from graph.records.interactions import Interaction
from graph.records.requests import (
    IntroductionRequest,
    Letter,
    LetterPlace,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.records.ties import StrengthOverride, Tie
from graph.vocabulary import Channel, InteractionKind, NetworkId, RequestState, UserId
from service.demo.build import load_story
from service.demo.days import day_told
from service.demo.people import Table
from service.snapshots import Snapshots


def told_requests(reference_day: date) -> tuple[IntroductionRequest, ...]:
    """Give the requests of the story, told from a day, without predictions.

    Examples
    --------
    >>> requests = told_requests(date(2026, 11, 25))
    >>> len(requests), requests[0].actor_ids
    (16, ('laksmini', 'nurul', 'satria', 'danurwinda'))

    """
    return tuple(_request(table, reference_day) for table in load_story()["requests"])


def told_plans(reference_day: date) -> tuple[Interaction, ...]:
    """Give the meetings that are agreed upon and still lie ahead."""
    return tuple(
        Interaction(
            id=f"planned-{number:02}",
            kind=InteractionKind(table["kind"]),
            held_on=day_told(table["on"], reference_day),
            participants=tuple(table["who"]),
            initiator=table["who"][0],
            subject=table["subject"],
            location=table.get("at", ""),
            planned_minutes=table.get("planned"),
            is_planned=True,
        )
        for number, table in enumerate(load_story()["planned"], start=1)
    )


def told_conflicts(reference_day: date) -> tuple[ConflictOfInterest, ...]:
    """Give the conflicts of interest that were declared."""
    return tuple(
        ConflictOfInterest(
            id=f"interest-{number:02}",
            contact_id=table["who"],
            about_ids=tuple(table["about"]),
            interest=table["interest"],
            handling=table["handling"],
            declared_on=day_told(table["declared"], reference_day),
            since=day_told(table["since"], reference_day),
        )
        for number, table in enumerate(load_story()["conflicts"], start=1)
    )


def write_requests(
    store: Store,
    network_id: NetworkId,
    reference_day: date,
    *,
    author: UserId,
    at: datetime,
    act: str,
) -> None:
    """Write requests, overrides, conflicts and plans into the demo network, after its files.

    What the model said when a step was asked is made up for here, from the network as it was on
    that day.
    """
    snapshots = Snapshots(store)
    requests = (
        _predicted(request, snapshots, network_id) for request in told_requests(reference_day)
    )
    writes: list[Write] = [Create(request) for request in requests]
    writes += [Create(meeting) for meeting in told_plans(reference_day)]
    writes += [Create(conflict) for conflict in told_conflicts(reference_day)]
    writes += _overrides(store, network_id, reference_day, author)
    store.commit(network_id, writes, author=author, at=at, act=act, returning=False)


def _request(table: Table, reference_day: date) -> IntroductionRequest:
    def day(told: str) -> StatedDate:
        return day_told(told, reference_day)

    route, how = table["route"], table["how"]
    due = [day(told) for told in table.get("due", ())]
    steps = tuple(
        RequestStep(asker, asked, Channel(how[place]), due[place] if place < len(due) else None)
        for place, (asker, asked) in enumerate(pairwise(route))
    )
    events = tuple(
        RequestEvent(
            step=event["step"],
            state=RequestState(event["state"]),
            on=day(event["on"]),
            channel=Channel(event["how"]) if "how" in event else None,
            remark=event.get("remark", ""),
            noted_on=day(event["on"]),
        )
        for event in table.get("events", ())
    )
    return IntroductionRequest(
        id=table["id"],
        leader_id=route[-1],
        starter_id=table.get("starter", route[0]),
        steps=steps,
        purpose=table["purpose"],
        remark=table.get("remark", ""),
        events=events,
        letter=_letter(table["letter"], reference_day) if "letter" in table else None,
    )


def _letter(table: Mapping[str, Any], reference_day: date) -> Letter:
    places = (
        LetterPlace(
            place["at"],
            day_told(place["since"], reference_day),
            place.get("who"),
            place.get("instruction", ""),
        )
        for place in table["places"]
    )
    return Letter(
        number=table["number"],
        dated=day_told(table["dated"], reference_day),
        addressee=table["addressee"],
        copies=tuple(table["copies"]),
        places=tuple(places),
    )


def _predicted(
    request: IntroductionRequest, snapshots: Snapshots, network_id: NetworkId
) -> IntroductionRequest:
    steps = tuple(
        replace(step, predicted=_prediction(step, asked, snapshots, network_id))
        if (asked := request.asked_on(place)) is not None
        else step
        for place, step in enumerate(request.steps)
    )
    return replace(request, steps=steps)


def _prediction(
    step: RequestStep, asked: StatedDate, snapshots: Snapshots, network_id: NetworkId
) -> Prediction | None:
    access = snapshots.access(network_id, asked.day, channel=step.channel)
    index_of = access.network.index_of
    try:
        return predict(access, index_of[step.asker_id], index_of[step.asked_id])
    except LookupError:  # on that day nobody knew of a way between the two
        return None


def _overrides(
    store: Store, network_id: NetworkId, reference_day: date, author: UserId
) -> Iterator[Write]:
    for table in load_story()["overrides"]:
        found = store.ties_between(network_id, [(table["from"], table["to"])])
        tie, *_ = (cast("Tie", stored.record) for stored in found)
        said = StrengthOverride(
            strength=table["strength"],
            reason=table["why"],
            by=author,
            since=day_told(table["since"], reference_day),
        )
        yield Change(replace(tie, override=said), None)
