"""Requests for introductions by REST: the doors of a record, and whom nobody asks."""

from typing import Any

import pytest

from graph.vocabulary import Role
from tests.service.clients import House

NET = "/v1/networks/net"
ROUTE = [{"asker_id": "rina", "asked_id": "hadi"}, {"asker_id": "hadi", "asked_id": "laila"}]
ASKED = [{"step": 0, "state": "asked", "on": "2024-05-03"}]


@pytest.fixture
def client(house: House) -> Any:
    house.add_network("net")
    for id_, name in (("rina", "Rina"), ("hadi", "Pak Hadi"), ("laila", "Ibu Laila")):
        made = house.owner.post(f"{NET}/contacts", json={"id": id_, "name": name})
        assert made.status_code == 201, made.text
    house.owner.post(f"{NET}/partners", json={"id": "ngo", "name": "Our NGO"})
    return house.owner


def body(**changed: Any) -> dict[str, Any]:
    return {"leader_id": "laila", "starter_id": "ngo", "steps": ROUTE, **changed}


def test_a_request_is_told_with_what_follows_from_its_events(client: Any) -> None:
    made = client.post(f"{NET}/introductions", json=body(id="r", events=ASKED))

    told = made.json()
    assert made.status_code == 201, made.text
    assert (told["state"], told["is_open"], told["waiting_on"]) == ("asked", True, "hadi")
    assert (told["next_step"], told["step_states"]) == (None, ["asked", "draft"])
    assert told["steps"][0] == {
        "asker_id": "rina",
        "asked_id": "hadi",
        "channel": None,
        "due": None,
        "predicted": None,
    }
    read = client.get(f"{NET}/introductions/r")
    assert (read.headers["etag"], read.json()) == ('"1"', told)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"leader_id": "laila"}, ["b", "a"]),
        ({"starter_id": "ngo"}, ["a"]),
        ({"asker_id": "hadi"}, ["a"]),
        ({"asked_id": "hadi"}, ["a"]),
        ({"waiting_on": "hadi"}, ["a"]),
        ({"state": "draft"}, ["b"]),
        ({"is_open": "true"}, ["a"]),
        ({"is_open": "false", "leader_id": "laila"}, ["b"]),
    ],
)
def test_lists_are_narrowed_by_what_a_person_would_ask(
    client: Any, filters: dict[str, str], found: list[str]
) -> None:
    straight = [{"asker_id": "rina", "asked_id": "laila"}]
    client.post(f"{NET}/introductions", json=body(id="a", events=ASKED))
    client.post(f"{NET}/introductions", json=body(id="b", starter_id="rina", steps=straight))

    told = client.get(f"{NET}/introductions", params=filters).json()

    assert [item["id"] for item in told["items"]] == found


def test_all_that_is_wrong_with_a_request_is_said_at_once(client: Any) -> None:
    wrong = body(
        steps=[ROUTE[0], {"asker_id": "rina", "asked_id": "ngo"}],
        events=[{"step": 1, "state": "asked", "on": "2024-05-03"}, {**ASKED[0], "step": 7}],
        letter={"places": [{"at": "Setda", "since": "2024-06"}, {"at": "Bagum", "since": "2024"}]},
    )

    refused = client.post(f"{NET}/introductions", json=wrong)

    found = {(error["field"], error["code"]) for error in refused.json()["errors"]}
    assert refused.status_code == 422
    assert found == {
        ("steps[1].asker_id", "chain-broken"),
        ("steps[1].asked_id", "leader-not-last"),
        ("events[0].state", "step-before-not-agreed"),
        ("events[1].step", "no-such-step"),
    }


def test_a_word_of_an_address_is_no_identifier(client: Any) -> None:
    refused = client.post(f"{NET}/introductions", json=body(id="due"))

    assert [error["code"] for error in refused.json()["errors"]] == ["reserved-word"]


def test_what_was_predicted_need_not_be_repeated_and_cannot_be_changed(client: Any) -> None:
    said = {"probability": 0.5, "low": 0.25, "high": 0.75, "day": "2024-05-03"}
    steps = [{**ROUTE[0], "predicted": said}, ROUTE[1]]
    client.post(f"{NET}/introductions", json=body(id="r", steps=steps, events=ASKED))

    def patch(**change: Any) -> Any:
        headers = {"If-Match": "*"}
        return client.patch(f"{NET}/introductions/r", json=change, headers=headers)

    kept = patch(steps=[{**ROUTE[0], "channel": "phone"}, ROUTE[1]])
    refused = patch(steps=[{**ROUTE[0], "predicted": {**said, "probability": 0.6}}, ROUTE[1]])

    assert kept.json()["steps"][0]["predicted"]["probability"] == 0.5
    assert kept.json()["steps"][0]["channel"] == "phone"
    assert [error["code"] for error in refused.json()["errors"]] == ["prediction-changed"]


def test_the_cap_holds_by_whatever_door_a_request_opens(client: Any) -> None:
    client.patch(f"{NET}/contacts/hadi", json={"request_cap": 1}, headers={"If-Match": "*"})
    client.post(f"{NET}/introductions", json=body(id="a", events=ASKED))
    client.post(f"{NET}/introductions", json=body(id="b"))
    headers = {"If-Match": "*"}

    created = client.post(f"{NET}/introductions", json=body(id="c", events=ASKED))
    changed = client.patch(f"{NET}/introductions/b", json={"events": ASKED}, headers=headers)
    client.delete(f"{NET}/introductions/a")
    opened = client.patch(f"{NET}/introductions/b", json={"events": ASKED}, headers=headers)
    restored = client.post(f"{NET}/introductions/a/restore")

    assert [answer.status_code for answer in (created, changed, opened, restored)] == [
        409,
        409,
        200,
        409,
    ]
    told = created.json()
    assert told["type"] == "/problems/cap-reached"
    assert (told["facts"]["name"], told["facts"]["cap"]) == ("Pak Hadi", "1")
    assert told["facts"]["waiting"] == "Rina (2024-05-03)"
    assert "Rina (2024-05-03)" in told["detail"]
    said = {"json": body(events=ASKED), "headers": {"Accept-Language": "id"}}
    detail = client.post(f"{NET}/introductions", **said).json()["detail"]
    assert detail.startswith("Sudah ada 1 permohonan yang menunggu jawaban Pak Hadi")


@pytest.mark.parametrize("flag", ["do_not_ask", "is_deceased", "has_opted_out"])
def test_some_are_never_asked_but_what_they_answered_before_can_be_noted(
    client: Any, flag: str
) -> None:
    client.patch(f"{NET}/contacts/hadi", json={flag: True}, headers={"If-Match": "*"})
    answered = [*ASKED, {"step": 0, "state": "declined", "on": "2024-05-04"}]

    refused = client.post(
        f"{NET}/introductions", json=body(events=ASKED), headers={"Accept-Language": "id"}
    )
    noted = client.post(f"{NET}/introductions", json=body(events=answered))

    assert refused.json()["type"] == "/problems/not-to-be-asked"
    assert refused.json()["detail"].startswith("Pak Hadi tidak dimintai bantuan: ")
    assert noted.status_code == 201


def test_a_reader_reads_an_editor_writes_and_to_others_there_is_nothing(
    house: House, client: Any
) -> None:
    client.post(f"{NET}/introductions", json=body(id="r"))
    house.add_network("other")
    reader = house.client(house.add_user("sri", net=Role.READER))
    editor = house.client(house.add_user("adi", net=Role.EDITOR))
    stranger = house.client(house.add_user("tono", other=Role.EDITOR))
    address = f"{NET}/introductions"

    assert reader.get(f"{address}/r").status_code == 200
    assert reader.post(address, json=body()).status_code == 403
    assert editor.post(address, json=body()).status_code == 201
    assert stranger.get(f"{address}/r").json()["type"] == "/problems/unknown-network"
    elsewhere = stranger.get("/v1/networks/other/introductions/r")
    assert elsewhere.json()["type"] == "/problems/unknown-record"


def test_the_same_request_sent_twice_is_one(client: Any) -> None:
    headers = {"Idempotency-Key": "ask-1"}

    first, second = (
        client.post(f"{NET}/introductions", json=body(events=ASKED), headers=headers)
        for _ in range(2)
    )

    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
