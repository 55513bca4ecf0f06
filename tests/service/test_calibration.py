"""How good the odds were: by REST and in the terminal, from the same records."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph.access.odds import NAMES, OddsModel, design
from graph.ports import Create
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day, parse_date
from graph.records.requests import (
    IntroductionRequest,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.vocabulary import NetworkId, RequestState, UserId
from tests.service.clients import House
from tests.service.command_line import done

NET = NetworkId("demo")
ON = "2026-11-25"
PEOPLE = [Contact(id=f"p{number}", name=f"Person {number}") for number in range(60)]


def asked(
    number: int, predicted: float, answer: RequestState | None, on: str
) -> IntroductionRequest:
    """One person asks the next; the answer comes ten days later."""
    day = parse_date(on)
    events = [RequestEvent(step=0, state=RequestState.ASKED, on=day, noted_on=day)]
    if answer is not None:
        later = StatedDate.from_day(day.day + 10, day.precision)
        events.append(RequestEvent(step=0, state=answer, on=later, noted_on=later))
    said = Prediction(
        probability=predicted, low=0.01, high=0.99, day=day, features={"base": 1.0}, model="m"
    )
    one, other = f"p{number}", f"p{number + 1}"
    return IntroductionRequest(
        id=f"r{number}",
        leader_id=other,
        starter_id=one,
        steps=(RequestStep(one, other, predicted=said),),
        events=tuple(events),
    )


def write(house: House, *records: Any) -> None:
    at = datetime(2026, 11, 25, tzinfo=UTC)
    store = house.services.store
    store.commit(NET, [Create(record) for record in records], author=UserId("local-owner"), at=at)


@pytest.fixture
def kept(house: House) -> House:
    house.add_network(NET)
    write(house, *PEOPLE)
    return house


def read(house: House, on: str = ON) -> dict[str, Any]:
    answer = house.owner.get(f"/v1/networks/{NET}/calibration", params={"as_of": on})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_without_requests_the_model_is_as_assumed_and_nothing_is_scored(kept: House) -> None:
    told = read(kept)

    assert (told["stage"], told["asked"], told["scores"]) == ("assumed", 0, None)
    assert {row["name"]: row["value"] for row in told["coefficients"]} == {
        name: getattr(OddsModel(), name) for name in NAMES
    }
    assert all(row["grounds"] and row["value"] == row["assumed"] for row in told["coefficients"])


def test_stored_predictions_are_scored_against_the_answers_by_hand(kept: House) -> None:
    write(
        kept,
        asked(0, 0.8, RequestState.AGREED, "2026-10-01"),
        asked(2, 0.4, RequestState.DECLINED, "2026-10-20"),
        asked(4, 0.9, RequestState.NOT_NOW, "2026-10-20"),
        asked(6, 0.9, None, "2026-10-20"),
    )

    told = read(kept)

    assert (told["asked"], told["agreed"], told["declined"]) == (4, 1, 1)
    scores = told["scores"]
    assert scores["brier"] == pytest.approx((0.2**2 + 0.4**2) / 2)
    # The share was 1/2 before any answer, 2/3 once the first was known.
    assert scores["base_brier"] == pytest.approx((0.5**2 + (2 / 3) ** 2) / 2)
    assert [(found["count"], found["agreed"]) for found in told["reliability"]] == [(1, 0), (1, 1)]


def test_a_day_sees_no_answer_that_came_later(kept: House) -> None:
    write(kept, asked(0, 0.8, RequestState.AGREED, "2026-10-01"))

    assert read(kept, "2026-10-10")["scores"] is None
    assert read(kept, "2026-10-11")["scores"]["count"] == 1


def test_from_twenty_answers_the_odds_move_and_searches_use_them(kept: House) -> None:
    write(kept, *(asked(n, 0.55, RequestState.DECLINED, "2026-10-01") for n in range(0, 44, 2)))

    told = read(kept)

    assert told["stage"] == "recalibrated"
    assert told["shift"] < 0
    moved = {row["name"]: row["value"] for row in told["coefficients"]}
    assert moved["base"] < OddsModel().base
    access = kept.services.snapshots.access(NET, epoch_day(datetime(2026, 11, 25).date()))  # noqa: DTZ001
    assert access.model.base == pytest.approx(moved["base"])


def test_a_networks_own_coefficients_are_in_use_at_once(kept: House) -> None:
    day = epoch_day(datetime(2026, 11, 25).date())  # noqa: DTZ001
    before = kept.services.snapshots.access(NET, day)
    entry = kept.services.store.load_network(NET)
    changed = type(entry.network)(id=NET, name=entry.network.name, odds={"in_person": 1.5})
    kept.services.store.change_network(changed, entry.version)

    assert before.model.in_person == OddsModel().in_person
    assert kept.services.snapshots.access(NET, day).model.in_person == 1.5
    assert design(before.features).shape[1] == len(NAMES)


def test_the_terminal_tells_the_same_numbers(kept: House, tmp_path: Path) -> None:
    write(kept, asked(0, 0.8, RequestState.AGREED, "2026-10-01"))
    store = f"sqlite:///{tmp_path / 'restu.db'}"

    told = done("calibration", "--network", NET, "--on", ON, "--store", store, "--lang", "id").out

    assert "1 permohonan: 1 bersedia, 0 belum berkenan" in told
    assert "in_person" in told
