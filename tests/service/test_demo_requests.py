"""The requests of the demo: every state, a letter on its way, a cap reached, and lessons."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest

from graph.ports import Store
from graph.records.dates import epoch_day
from graph.records.networks import NetworkRecord
from graph.records.requests import OPEN, IntroductionRequest
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import Tie
from graph.vocabulary import NetworkId, Noun, RequestState, Role, UserId
from queries.sqlite_store import open_sqlite
from service.demo.build import build_story
from service.demo.requests import told_conflicts, told_plans, told_requests, write_requests
from service.exchange.source import read_source
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases import users
from service.usecases.calibration import calibrate
from service.usecases.imports import run_import
from service.usecases.visits import Visit
from service.usecases.words import read_asking, read_card

TODAY = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 2, tzinfo=UTC)
DEMO = NetworkId("demo")


@pytest.fixture(scope="module")
def requests() -> dict[str, IntroductionRequest]:
    return {request.id: request for request in told_requests(TODAY)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The demo of a day, in a store."""
    folder = tmp_path_factory.mktemp("demo")
    store: Store = open_sqlite(folder / "restu.db")
    owner = Principal(users.ensure_local_owner(store), {DEMO: Role.ADMINISTRATOR})
    author = UserId(owner.user.id)
    store.create_network(NetworkRecord(id=DEMO, name="Gumi Bersih", is_demo=True))
    build_story(TODAY).write(folder / "files")
    run_import(store, DEMO, read_source(folder / "files"), author=author, at=AT)
    write_requests(store, DEMO, TODAY, author=author, at=AT, act="demo")
    yield Visit(store, owner, DEMO, AT)
    store.close()


def stored_of(visit: Visit, noun: Noun) -> list[Stored[AnyRecord]]:
    page = visit.store.find(DEMO, noun, {}, reader=visit.who.user.id, limit=500)
    return list(page.items)


def test_every_state_of_a_request_is_there(requests: dict[str, IntroductionRequest]) -> None:
    assert {request.state for request in requests.values()} == set(RequestState)
    assert 14 <= len(requests) <= 18


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2027, 1, 1), date(2031, 8, 31)])
def test_the_requests_can_be_told_from_any_day(day: date) -> None:
    requests = told_requests(day)

    assert requests == told_requests(day)
    happened = [event.on.first for request in requests for event in request.events]
    assert max(happened) <= day
    assert min(happened) > day - timedelta(days=366)
    assert all(plan.held_on.first > day and plan.is_planned for plan in told_plans(day))


def test_one_request_waits_for_a_reminder(requests: dict[str, IntroductionRequest]) -> None:
    request = requests["restu-bupati"]

    assert request.waiting_on == "satria"
    assert request.events[-1].on.first <= TODAY - timedelta(
        days=NetworkRecord(id="n", name="N").reminder_days
    )


def test_a_letter_was_passed_down_with_an_instruction(
    requests: dict[str, IntroductionRequest],
) -> None:
    letter = requests["surat-bupati"].letter

    assert letter is not None
    assert letter.number
    assert letter.now_at is not None
    assert (letter.now_at.actor_id, bool(letter.now_at.instruction)) == ("jayengrana", True)
    assert [place.since.day for place in letter.places] == sorted(
        place.since.day for place in letter.places
    )


def test_one_person_has_as_many_open_requests_as_may_be(
    requests: dict[str, IntroductionRequest],
) -> None:
    (adjutant,) = [row for row in build_story(TODAY).contacts if row["id"] == "bayu"]
    waiting = [one.id for one in requests.values() if one.waiting_on == "bayu"]

    assert adjutant["request_cap"] == str(len(waiting)) == "1"


def test_nobody_waits_for_more_than_the_cap_allows(
    requests: dict[str, IntroductionRequest],
) -> None:
    caps = {row["id"]: int(row.get("request_cap") or 3) for row in build_story(TODAY).contacts}
    waiting = [one.waiting_on for one in requests.values() if one.state in OPEN]

    assert all(waiting.count(who) <= caps[who] for who in waiting if who)


def test_nobody_is_asked_who_asked_not_to_be(requests: dict[str, IntroductionRequest]) -> None:
    spared = {row["id"] for row in build_story(TODAY).contacts if row.get("do_not_ask") == "1"}

    assert spared
    assert not spared & {who for one in requests.values() for who in one.actor_ids}


def test_all_is_in_the_store_and_every_asked_step_was_predicted_before(told: Visit) -> None:
    stored = stored_of(told, Noun.INTRODUCTION)

    assert len(stored) == len(told_requests(TODAY))
    for one in stored:
        request = cast("IntroductionRequest", one.record)
        for place, step in enumerate(request.steps):
            asked = request.asked_on(place)
            assert (step.predicted is not None) == (asked is not None), (request.id, place)
            if step.predicted and asked:
                assert step.predicted.day == asked


def test_outcomes_teach(told: Visit) -> None:
    answer = calibrate(told, Snapshots(told.store), TODAY)

    assert answer.agreed >= 8
    assert answer.declined >= 3
    assert answer.scores is not None


def test_a_closeness_was_corrected_with_a_reason(told: Visit) -> None:
    said = [
        tie.override
        for one in stored_of_ties(told)
        if (tie := cast("Tie", one.record)).override is not None
    ]

    assert [override.strength for override in said] == [0.15]
    assert said[0].reason.startswith("Sejak pindah")
    assert said[0].day_after > epoch_day(TODAY)


def stored_of_ties(visit: Visit) -> tuple[Stored[AnyRecord], ...]:
    return visit.store.ties_between(DEMO, [("handoko", "larasati")])


def test_words_and_cards_of_all_requests_can_be_made_of_what_is_there(told: Visit) -> None:
    snapshots = Snapshots(told.store)
    for request in told_requests(TODAY):
        card, _ = read_card(told, snapshots, request.id)
        assert [one.asked.id for one in card.steps] == list(request.actor_ids[1:])

    asking, _ = read_asking(told, snapshots, "restu-bupati")
    assert (asking.asked.id, asking.step) == ("satria", 1)
    assert [one.id for one in asking.superiors] == ["yulistiana"]
    assert asking.met is not None


def test_the_letter_to_the_regent_goes_over_the_desk_of_protocol(told: Visit) -> None:
    asking, _ = read_asking(told, Snapshots(told.store), "surat-bupati")

    assert asking.attention is not None
    assert asking.attention.id == "yulistiana"


def test_a_conflict_of_interest_of_a_broker_was_declared_and_holds() -> None:
    (conflict,) = told_conflicts(TODAY)

    assert conflict.contact_id == "oka"
    assert conflict.holds_on(epoch_day(TODAY))
    assert conflict.declared_on is not None
    assert conflict.declared_on.last < TODAY
