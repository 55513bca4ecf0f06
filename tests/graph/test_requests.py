"""Requests for an introduction: states follow from events, and impossible events are refused."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pytest

from graph.errors import InvalidRecordError
from graph.network import (
    AGREED,
    CHANNEL_CODES,
    DECLINED,
    NO_DAY,
    REQUEST_STATE_CODES,
    UNDECIDED,
    Network,
)
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.requests import (
    MOST_EVENTS,
    MOST_REMINDERS,
    MOST_STEPS,
    IntroductionRequest,
    Letter,
    LetterPlace,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.vocabulary import Channel, RequestState

PREDICTED: Final = Prediction(0.4, 0.2, 0.6, parse_date("2024-05-01"), {"strength": 0.5}, "prior")
STATES: Final = {state.value: state for state in RequestState}


def chain(*ids: str) -> tuple[RequestStep, ...]:
    """Steps along which each asks the next."""
    return tuple(RequestStep(one, other) for one, other in pairwise(ids))


def events(told: str) -> tuple[RequestEvent, ...]:
    """Events as ``step state day-of-May``: ``0 asked 3, 0 agreed 7``."""
    parts = [one.split() for one in told.split(",") if one.strip()]
    return tuple(
        RequestEvent(int(step), STATES[state], parse_date(f"2024-05-{int(day):02}"))
        for step, state, day in parts
    )


def request(told: str = "", **said: Any) -> IntroductionRequest:
    given: dict[str, Any] = {
        "id": "r-1",
        "leader_id": "laila",
        "starter_id": "ngo",
        "steps": chain("rina", "hadi", "dedi", "laila"),
        "events": events(told),
    }
    return IntroductionRequest(**given | said)


def issues(told: str = "", **said: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecordError) as refused:
        request(told, **said)
    assert refused.value.noun == "introduction"
    return [(issue.field, issue.code) for issue in refused.value.issues]


# ---------------------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("told", "state", "waiting_on", "next_step"),
    [
        ("", "draft", None, 0),
        ("0 draft 1", "draft", None, 0),
        ("0 asked 1", "asked", "hadi", None),
        ("0 asked 1, 0 reminded 8", "reminded", "hadi", None),
        ("0 asked 1, 0 no_answer 9", "no_answer", None, None),
        ("0 asked 1, 0 no_answer 9, 0 reminded 9", "reminded", "hadi", None),
        ("0 asked 1, 0 not_now 2, 0 asked 20", "asked", "hadi", None),
        ("0 asked 1, 0 declined 2", "declined", None, None),
        ("0 asked 1, 0 agreed 2", "agreed", None, 1),
        ("0 asked 1, 0 agreed 2, 1 asked 2", "asked", "dedi", None),
        ("0 asked 1, 0 agreed 2, 1 asked 3, 1 agreed 4, 2 asked 5", "asked", "laila", None),
        (
            "0 asked 1, 0 agreed 2, 1 asked 3, 1 agreed 4, 2 asked 5, 2 agreed 6",
            "agreed",
            None,
            None,
        ),
        ("0 asked 1, 0 agreed 2, 1 asked 3, 1 agreed 4, 2 asked 5, 2 met 9", "met", None, None),
        ("0 asked 1, 0 agreed 2, 1 asked 3, 0 withdrawn 4", "withdrawn", None, None),
        ("1 withdrawn 4", "withdrawn", None, None),
    ],
)
def test_the_state_of_the_whole_follows_from_its_events(
    told: str, state: str, waiting_on: str | None, next_step: int | None
) -> None:
    made = request(told)

    assert made.state == state
    assert made.waiting_on == waiting_on
    assert made.is_open == (waiting_on is not None)
    assert made.next_step == next_step


def test_each_step_has_its_own_state_and_day() -> None:
    made = request("0 asked 1, 0 reminded 8, 0 agreed 9, 1 asked 10")

    assert [made.state_of(step) for step in range(3)] == ["agreed", "asked", "draft"]
    assert [made.asked_on(step) for step in range(3)] == [
        parse_date("2024-05-01"),
        parse_date("2024-05-10"),
        None,
    ]
    assert made.furthest == 1
    assert made.last_day == parse_date("2024-05-10").day
    assert made.actor_ids == ("rina", "hadi", "dedi", "laila")


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("0 asked 1", None),
        ("0 asked 1, 0 agreed 2", "agreed"),
        ("0 asked 1, 0 agreed 2, 0 declined 3", "declined"),
        ("0 asked 1, 0 not_now 2, 0 asked 9", None),
        ("0 asked 1, 0 no_answer 9, 0 agreed 10", "agreed"),
        ("0 asked 1, 0 agreed 2, 1 withdrawn 3", "agreed"),
    ],
)
def test_the_latest_answer_counts_unless_the_step_was_asked_again(
    told: str, answer: str | None
) -> None:
    found = request(told).answer_of(0)

    assert (found.state if found else None) == answer


# ---------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ("1 asked 1", "events[0].state", "step-before-not-agreed"),
        ("0 asked 1, 1 asked 2", "events[1].state", "step-before-not-agreed"),
        ("0 asked 1, 0 declined 2, 1 asked 3", "events[2].state", "step-before-not-agreed"),
        ("0 agreed 1", "events[0].state", "not-asked-yet"),
        ("0 reminded 1", "events[0].state", "not-asked-yet"),
        ("0 no_answer 1", "events[0].state", "not-asked-yet"),
        ("0 asked 1, 0 asked 2", "events[1].state", "asked-already"),
        ("0 asked 1, 0 draft 2", "events[1].state", "asked-already"),
        ("0 asked 1, 0 declined 2, 0 asked 3", "events[2].state", "asked-already"),
        ("0 asked 1, 0 agreed 2, 0 reminded 3", "events[2].state", "answered-already"),
        ("0 asked 1, 0 agreed 2, 1 asked 3, 0 declined 4", "events[3].state", "next-step-asked"),
        ("0 asked 1, 0 agreed 2, 0 met 3", "events[2].state", "met-before-agreed"),
        ("0 withdrawn 1, 0 asked 2", "events[1].state", "request-over"),
        ("0 asked 2, 0 agreed 1", "events[1].on", "days-going-back"),
        ("3 withdrawn 1", "events[0].step", "no-such-step"),
        ("-1 withdrawn 1", "events[0].step", "no-such-step"),
    ],
)
def test_an_event_that_cannot_happen_is_refused(told: str, field: str, code: str) -> None:
    assert issues(told) == [(field, code)]


def test_a_fourth_reminder_is_refused() -> None:
    reminders = ", ".join(f"0 reminded {8 + n}" for n in range(MOST_REMINDERS))

    assert request(f"0 asked 1, {reminders}").state is RequestState.REMINDED
    assert issues(f"0 asked 1, {reminders}, 0 reminded 30") == [
        ("events[4].state", "too-many-reminders")
    ]


def test_meeting_somebody_after_a_decline_is_refused() -> None:
    told = "0 asked 1, 0 declined 2, 0 met 3"

    assert issues(told, steps=chain("rina", "laila")) == [("events[2].state", "met-before-agreed")]
    assert request("0 asked 1, 0 met 3", steps=chain("rina", "laila")).state is RequestState.MET


def test_days_that_may_be_in_order_are_accepted() -> None:
    """Some day of May may lie before the third or after it."""
    told = (
        RequestEvent(0, RequestState.ASKED, parse_date("2024-05-03")),
        RequestEvent(0, RequestState.AGREED, parse_date("Mei 2024")),
        RequestEvent(1, RequestState.ASKED, parse_date("2024-05-02")),
    )

    assert request(events=told).state is RequestState.ASKED


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), [("steps", "missing")]),
        (
            (RequestStep("rina", "hadi"), RequestStep("dedi", "laila")),
            [("steps[1].asker_id", "chain-broken")],
        ),
        (chain("rina", "hadi"), [("steps[0].asked_id", "leader-not-last")]),
        (chain("rina", "hadi", "rina", "laila"), [("steps[1].asked_id", "named-twice")]),
        (chain("rina", "not an id", "laila"), [("steps[0].asked_id", "not-an-identifier")] * 2),
        (
            chain("a", "b", "c", "d", "e", "f", "g", "laila"),
            [("steps", "too-many")],
        ),
    ],
)
def test_a_route_that_is_none_is_refused(
    steps: tuple[RequestStep, ...], found: list[tuple[str, str]]
) -> None:
    told = {code for _, code in issues(steps=steps)}

    assert told == {code for _, code in found}
    assert found[0] in issues(steps=steps)


def test_six_steps_are_the_most() -> None:
    steps = chain("a", "b", "c", "d", "e", "f", "laila")

    assert len(steps) == MOST_STEPS
    assert request(steps=steps).next_step == 0


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"probability": 1.5}, "probability", "outside-0-1"),
        ({"low": -0.1}, "low", "outside-0-1"),
        ({"high": float("nan")}, "high", "not-a-number"),
        ({"probability": 0.1}, "", "outside-interval"),
        ({"features": {"load": float("inf")}}, "features.load", "not-a-number"),
        ({"model": "x" * 201}, "model", "too-long"),
    ],
)
def test_a_prediction_that_means_nothing_is_refused(
    said: dict[str, Any], field: str, code: str
) -> None:
    step = RequestStep("rina", "laila", predicted=replace(PREDICTED, **said))

    found = issues("0 asked 1", steps=(step,))

    assert (f"steps[0].predicted{'.' if field else ''}{field}", code) in found


def test_a_prediction_belongs_to_a_step_that_was_asked() -> None:
    step = RequestStep("rina", "laila", predicted=PREDICTED)

    assert issues(steps=(step,)) == [("steps[0].predicted", "predicted-before-asked")]
    assert request("0 asked 1", steps=(step,)).steps[0].predicted == PREDICTED


def test_a_prediction_is_never_changed_after_the_asking() -> None:
    step = RequestStep("rina", "laila", predicted=PREDICTED)
    before = request("0 asked 1", steps=(step,))

    request("0 asked 1, 0 agreed 2", steps=(replace(step, channel=Channel.PHONE),)).check_follows(
        before
    )
    before.check_follows(request("0 asked 1", steps=chain("rina", "laila")))
    for changed in (None, replace(PREDICTED, probability=0.5)):
        after = request("0 asked 1", steps=(replace(step, predicted=changed),))
        with pytest.raises(InvalidRecordError) as refused:
            after.check_follows(before)
        assert [issue.code for issue in refused.value.issues] == ["prediction-changed"]


def test_a_letter_is_where_it_was_last_seen() -> None:
    first = LetterPlace("Setda", parse_date("2024-04-02"))
    second = LetterPlace("Pak Hadi", parse_date("2024-04-07"), "hadi", "Mohon ditindaklanjuti")
    letter = Letter("400/12/IV", parse_date("2024-04-01"), "Bupati", ("Bappeda",), (first, second))

    assert letter.now_at == second
    assert Letter().now_at is None
    assert request(letter=letter).letter == letter
    assert issues(letter=replace(letter, places=(second, first))) == [
        ("letter.places[1].since", "days-going-back")
    ]
    assert issues(letter=Letter(places=(replace(first, at=""),))) == [
        ("letter.places[0].at", "missing")
    ]


def test_what_is_too_much_is_refused() -> None:
    many = events("0 asked 1") + events("0 no_answer 2") * MOST_EVENTS

    assert issues(events=many) == [("events", "too-many")]
    assert issues(starter_id="laila") == [("starter_id", "self-tie")]
    noted = RequestEvent(0, RequestState.ASKED, parse_date("2024"), noted_on=parse_date("2023"))
    assert issues(events=(noted,)) == [("events[0].noted_on", "noted-before")]


# ---------------------------------------------------------------------------- the snapshot


PEOPLE: Final = [Contact(id=id_, name=id_) for id_ in ("dedi", "hadi", "laila", "rina")]


def day(text: str) -> int:
    return parse_date(text).day


def test_each_step_that_was_asked_is_a_row_of_the_snapshot() -> None:
    steps = list(chain("rina", "hadi", "dedi", "laila"))
    steps[0] = replace(steps[0], channel=Channel.PHONE, predicted=PREDICTED)
    told = list(events("0 asked 1, 0 reminded 8, 0 agreed 9, 1 asked 10, 1 declined 12"))
    told[3] = replace(told[3], channel=Channel.LETTER)
    told[4] = replace(told[4], noted_on=parse_date("2024-06-01"))
    made = request(steps=tuple(steps), events=tuple(told))

    asks = Network.build(PEOPLE, requests=[request(), made]).asks

    assert asks.key.tolist() == [1, 1]
    assert asks.step.tolist() == [0, 1]
    assert asks.source.tolist() == [3, 1]
    assert asks.target.tolist() == [1, 0]
    assert asks.asked.tolist() == [day("2024-05-01"), day("2024-05-10")]
    assert asks.state.tolist() == [REQUEST_STATE_CODES["agreed"], REQUEST_STATE_CODES["declined"]]
    assert asks.outcome.tolist() == [AGREED, DECLINED]
    assert asks.decided.tolist() == [day("2024-05-09"), day("2024-05-12")]
    assert asks.channel.tolist() == [CHANNEL_CODES["phone"], CHANNEL_CODES["letter"]]
    assert asks.recorded.tolist() == [day("2024-05-09"), day("2024-06-01")]
    np.testing.assert_array_equal(asks.predicted, [0.4, np.nan])


def met(conditions: str | None) -> tuple[RequestEvent, ...]:
    asked, came = events("0 asked 1, 0 met 9")
    return asked, replace(came, conditions=conditions)


@pytest.mark.parametrize("conditions", ["", "Hear the village"])
def test_a_leader_who_agreed_in_principle_proposes_a_blessing(conditions: str) -> None:
    told = request(steps=chain("rina", "laila"), events=met(conditions), purpose="Clean water")

    proposed = told.proposed_blessing

    assert proposed is not None
    assert (proposed.leader_id, proposed.purpose) == ("laila", "Clean water")
    assert (proposed.on.iso, proposed.conditions) == ("2024-05-09", conditions)


def test_a_meeting_alone_proposes_no_blessing() -> None:
    assert request(steps=chain("rina", "laila"), events=met(None)).proposed_blessing is None
    assert request("0 asked 1, 0 agreed 2").proposed_blessing is None


def test_only_a_meeting_has_conditions() -> None:
    told = (replace(events("0 asked 1")[0], conditions=""),)

    assert issues(events=told) == [("events[0].conditions", "only-of-a-meeting")]


@pytest.mark.parametrize(
    ("told", "outcome", "decided"),
    [
        ("0 asked 1", UNDECIDED, None),
        ("0 asked 1, 0 no_answer 20", UNDECIDED, None),
        ("0 asked 1, 0 not_now 20", UNDECIDED, None),
        ("0 asked 1, 0 withdrawn 20", UNDECIDED, None),
        ("0 asked 1, 0 met 20", UNDECIDED, None),
        ("0 asked 1, 0 agreed 5, 0 met 20", AGREED, 5),
        ("0 asked 1, 0 agreed 5, 0 withdrawn 20", AGREED, 5),
        ("0 asked 1, 0 agreed 5, 0 declined 6", DECLINED, 6),
    ],
)
def test_only_agreed_and_declined_teach(told: str, outcome: int, decided: int | None) -> None:
    asks = Network.build(PEOPLE, requests=[request(told, steps=chain("rina", "laila"))]).asks

    assert asks.outcome.tolist() == [outcome]
    expected = NO_DAY if decided is None else date(2024, 5, decided).toordinal() - 719_163
    assert asks.decided.tolist() == [expected]


def test_an_answer_was_written_down_with_the_last_change_unless_it_says_when() -> None:
    told = events("0 asked 1, 0 agreed 5")
    noted = (told[0], replace(told[1], noted_on=parse_date("2024-05-06")))
    both = [request(steps=chain("rina", "laila"), events=one) for one in (told, noted)]

    asks = Network.build(PEOPLE, requests=both, recorded=day("2024-07-01")).asks

    assert asks.recorded.tolist() == [day("2024-07-01"), day("2024-05-06")]
