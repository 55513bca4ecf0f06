"""A person's word on a strength, and meetings that are only planned, by REST."""

from datetime import timedelta
from typing import Any

import pytest

from graph.records.networks import NetworkRecord
from graph.records.ties import OVERRIDE_DAYS
from graph.vocabulary import NetworkId, Role
from service.usecases.visits import now
from tests.service.clients import House

SAID = {"strength": 0.2, "reason": "They fell out over the budget"}


@pytest.fixture
def ties(house: House, net: str) -> str:
    for name in ("ann", "ben"):
        assert house.owner.post(f"{net}/contacts", json={"id": name, "name": name}).is_success
    return f"{net}/ties"


def told(answer: Any) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return answer.json()


def add(house: House, ties: str, **said: Any) -> dict[str, Any]:
    shape = {"id": "t", "source_id": "ann", "target_id": "ben", "type": "knows", **said}
    return told(house.owner.post(ties, json=shape))


def change(client: Any, ties: str, **said: Any) -> Any:
    return client.patch(f"{ties}/t", json=said, headers={"If-Match": "*"})


def refused(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


def today() -> Any:
    return NetworkRecord(id="net", name="Net").today(now())


def test_the_service_signs_a_word_on_a_strength_whatever_is_sent(house: House, ties: str) -> None:
    said = {**SAID, "by": "somebody-else", "since": "2001-01-01"}

    override = add(house, ties, override=said)["override"]

    assert (override["by"], override["since"]) == ("local-owner", today().isoformat())
    assert override["until"] == (today() + timedelta(days=OVERRIDE_DAYS)).isoformat()


def test_who_changes_the_word_signs_it_and_who_changes_something_else_does_not(
    house: House, ties: str
) -> None:
    add(house, ties, override={**SAID, "until": "2099"})
    owner = house.client(told(house.owner.post("/v1/tokens", json={}))["secret"])
    sri = house.client(house.add_user("sri", net=Role.EDITOR))

    relabelled = told(change(sri, ties, label="family"))["override"]
    weaker = told(change(sri, ties, override={"strength": 0.1}))["override"]
    said_again = told(change(owner, ties, override={"strength": 0.1, "by": "x"}))["override"]

    assert (relabelled["by"], relabelled["strength"]) == ("local-owner", 0.2)
    assert (weaker["by"], weaker["strength"], weaker["until"]) == ("sri", 0.1, "2099")
    assert weaker["reason"] == SAID["reason"]
    assert said_again == weaker


def test_a_word_on_a_strength_can_be_taken_back_and_its_earlier_version_is_kept(
    house: House, ties: str
) -> None:
    add(house, ties, override=SAID)

    assert told(change(house.owner, ties, override=None))["override"] is None
    history = told(house.owner.get(f"{ties}/t/history"))["items"]
    assert history[0]["record"]["override"]["reason"] == SAID["reason"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"strength": 1.5, "reason": ""}, {"override.strength", "override.reason"}),
        ({"strength": 0.5}, {"override.reason"}),
        ({**SAID, "until": "2001"}, {"override.until"}),
        ({**SAID, "mood": "angry"}, {"override.mood"}),
        ({**SAID, "strength": "close"}, {"override.strength"}),
    ],
)
def test_a_faulty_word_is_refused_with_its_fields(
    house: House, ties: str, said: dict[str, Any], wrong: set[str]
) -> None:
    shape = {"source_id": "ann", "target_id": "ben", "type": "knows", "override": said}

    assert refused(house.owner.post(ties, json=shape)).keys() == wrong
    add(house, ties)
    assert refused(change(house.owner, ties, override=said)).keys() == wrong


def test_a_word_moves_the_next_answer(house: House, net: str, ties: str) -> None:
    add(house, ties, strength=0.9)
    ways = f"{net}/access-paths"
    asked = {"from": "ann", "to": "ben"}
    before = told(house.owner.get(ways, params=asked))["routes"][0]["steps"][0]

    change(house.owner, ties, override=SAID)
    after = told(house.owner.get(ways, params=asked))["routes"][0]["steps"][0]

    assert (before["strength"], after["strength"]) == (0.9, 0.2)
    assert after["probability"] < before["probability"]


def test_a_planned_meeting_makes_nobody_closer_until_it_was_held(
    house: House, net: str, ties: str
) -> None:
    _ = ties
    meeting = {
        "id": "m",
        "kind": "meeting",
        "held_on": "2024-05-03",
        "participants": ["ann", "ben"],
        "is_planned": True,
    }
    made = told(house.owner.post(f"{net}/interactions", json=meeting))
    day = 19_846  # 3 May 2024

    strengths = house.services.snapshots.strengths
    assert (made["is_planned"], made["is_cancelled"]) == (True, False)
    assert len(strengths(NetworkId("net"), day)) == 0
    told(
        house.owner.patch(
            f"{net}/interactions/m", json={"is_planned": False}, headers={"If-Match": "*"}
        )
    )
    assert strengths(NetworkId("net"), day).strength.round(3).tolist() == [0.283]
