"""Favour load, counted day by day from requests."""

import random
from collections.abc import Sequence
from typing import Final

import pytest

from graph.access.load import (
    Caps,
    at_cap,
    favour_load,
    lighter_on,
    not_to_be_asked,
    open_requests,
    requests_put,
)
from graph.network import Network, NetworkView
from graph.records.contacts import Contact
from graph.records.dates import epoch_day
from graph.records.partners import Partner
from graph.records.requests import IntroductionRequest, RequestEvent, RequestStep
from graph.vocabulary import RequestState
from tests.told import TODAY, ago

ANI, BUDI, HADI = range(3)
DAY: Final = epoch_day(TODAY)
THREE: Final = Caps(3)


def asked(
    days_ago: int, *then: tuple[RequestState, int], of: str = "hadi", by: str = "ani"
) -> IntroductionRequest:
    """A request to one person, and what came of it so many days ago."""
    said = [(RequestState.ASKED, days_ago), *then]
    return IntroductionRequest(
        id=f"{by}-{of}-{days_ago}-{len(then)}",
        leader_id=of,
        starter_id=by,
        steps=(RequestStep(by, of),),
        events=tuple(RequestEvent(0, state, ago(days)) for state, days in said),
    )


def view_of(
    requests: Sequence[IntroductionRequest], day: int = DAY, *, do_not_ask: bool = False
) -> NetworkView:
    people = [Contact(id=name, name=name) for name in ("ani", "budi")]
    people.append(Contact(id="hadi", name="hadi", do_not_ask=do_not_ask))
    return Network.build(people, requests=requests).on(day)


@pytest.mark.parametrize(
    ("days_ago", "felt"), [(-1, 0), (0, 1), (89, 1), (90, 0)], ids=["ahead", "now", "last", "over"]
)
def test_a_request_is_felt_for_ninety_days(days_ago: int, felt: int) -> None:
    view = view_of([asked(days_ago)])

    assert requests_put(view).tolist() == [0, 0, felt]
    assert favour_load(view, HADI, THREE).lately == felt


def test_requests_by_anybody_count_and_reminders_do_not() -> None:
    reminded = (RequestState.REMINDED, 10)
    view = view_of([asked(20, reminded), asked(30, by="budi"), asked(5, of="budi")])

    assert requests_put(view).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("then", "waits"),
    [
        ([], 1),
        ([(RequestState.REMINDED, 3)], 1),
        ([(RequestState.AGREED, 3)], 0),
        ([(RequestState.DECLINED, 3)], 0),
        ([(RequestState.NO_ANSWER, 3)], 0),
        ([(RequestState.NOT_NOW, 3)], 0),
        ([(RequestState.WITHDRAWN, 3)], 0),
        ([(RequestState.MET, 3)], 0),
    ],
)
def test_only_what_waits_for_an_answer_is_open(
    then: list[tuple[RequestState, int]], waits: int
) -> None:
    assert open_requests(view_of([asked(9, *then)])).tolist() == [0, 0, waits]


def test_what_was_answered_later_was_open_on_the_day_looked_at() -> None:
    request = asked(20, (RequestState.AGREED, 5))

    assert open_requests(view_of([request], DAY - 6))[HADI] == 1
    assert open_requests(view_of([request], DAY - 5))[HADI] == 0
    assert open_requests(view_of([request], DAY - 21))[HADI] == 0


def test_somebody_is_rested_when_at_most_one_request_is_left() -> None:
    """Asked 80, 50 and 10 days ago: in 10 days two are left, in 40 days one."""
    view = view_of([asked(80), asked(50), asked(10)])

    assert lighter_on(view, HADI) == (DAY + 10, 2)
    assert favour_load(view, HADI, THREE).rested_on == DAY + 40
    after = view.network.on(DAY + 40)
    assert requests_put(after)[HADI] == 1
    assert requests_put(view.network.on(DAY + 39))[HADI] == 2
    assert (lighter_on(after, HADI), favour_load(after, HADI, THREE).rested_on) == (None, None)


def test_two_requests_of_one_day_grow_light_together() -> None:
    assert lighter_on(view_of([asked(50), asked(50, by="budi"), asked(10)]), HADI) == (DAY + 40, 1)


def test_beyond_the_fifth_request_it_takes_longer_until_fewer_matter() -> None:
    """Seven requests: at most four burden, so three must pass before it grows lighter."""
    view = view_of([asked(days) for days in (70, 60, 50, 40, 30, 20, 10)])

    assert lighter_on(view, HADI) == (DAY + 40, 4)


def test_the_first_request_burdens_nobody() -> None:
    assert lighter_on(view_of([asked(3)]), HADI) is None
    assert lighter_on(view_of([]), HADI) is None


def test_the_cap_is_ones_own_before_that_of_the_network() -> None:
    view = view_of([asked(5), asked(3, by="budi")])

    assert at_cap(view, Caps(3)) == frozenset()
    assert at_cap(view, Caps(2)) == {HADI}
    assert at_cap(view, Caps(3, {HADI: 2})) == {HADI}
    assert at_cap(view, Caps(2, {HADI: 3})) == frozenset()
    assert at_cap(view, Caps(3, {BUDI: 0})) == {BUDI}  # nobody is ever to ask
    load = favour_load(view, HADI, Caps(2))
    assert (load.open, load.cap, load.is_full) == (2, 2, True)


def test_whom_not_to_ask_now_is_listed_with_the_day() -> None:
    burdened = [asked(80), asked(50, (RequestState.AGREED, 49))]
    waiting = [asked(2, of="budi")]
    view = view_of([*burdened, *waiting])

    found = not_to_be_asked(view, Caps(3, {BUDI: 1}))

    assert [(load.actor, load.is_full, load.rested_on) for load in found] == [
        (BUDI, True, None),
        (HADI, False, DAY + 10),
    ]
    assert not_to_be_asked(view_of(burdened, do_not_ask=True), THREE) == ()
    assert not_to_be_asked(view_of([]), THREE) == ()


def test_load_agrees_with_counting_day_by_day() -> None:
    draw = random.Random(9)
    days = [draw.randrange(300) for _ in range(40)]
    for back in range(0, 320, 7):
        by_then = [ago_ for ago_ in days if ago_ >= back]
        view = view_of([asked(ago_) for ago_ in by_then], DAY - back)
        felt = [sum(ago_ - back + wait < 90 for ago_ in by_then) for wait in range(91)]
        burden = [min(4, max(0, count - 1)) for count in felt]

        assert requests_put(view)[HADI] == favour_load(view, HADI, THREE).lately == felt[0]
        fewer = next((wait for wait in range(91) if burden[wait] < burden[0]), None)
        rested = next(wait for wait in range(91) if burden[wait] == 0)
        assert lighter_on(view, HADI) == (fewer and (DAY - back + fewer, felt[fewer]))
        assert favour_load(view, HADI, THREE).rested_on == (
            (rested and DAY - back + rested) or None
        )


def test_caps_of_their_own_are_read_from_the_records() -> None:
    network = Network.build(
        [
            Contact(id="ann", name="Ann", request_cap=0),
            Contact(id="budi", name="Budi"),
            Contact(id="citra", name="Citra", request_cap=5),
            Partner(id="dinas", name="Dinas"),
        ]
    )

    caps = Caps.on_record(network, 3)

    assert [caps.of(network.index_of[id_]) for id_ in ("ann", "budi", "citra", "dinas")] == [
        *(0, 3, 5, 3)
    ]
