"""A request carried over three weeks: asked, reminded, a letter passed down, agreed, met."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.records.networks import NetworkRecord
from graph.vocabulary import Role
from tests.service.clients import House

NET = "/v1/networks/net"
REQUESTS = f"{NET}/introductions"
FIRST = NetworkRecord(id="net", name="Net").today(datetime.now(UTC)) - timedelta(days=40)


def day(number: int) -> str:
    """A day of the journey, counted from the first asking."""
    return (FIRST + timedelta(days=number)).isoformat()


class Journey:
    """What a broker does, and what is said to it."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def add(self, noun: str, **said: Any) -> None:
        made = self.client.post(f"{NET}/{noun}", json=said)
        assert made.status_code == 201, made.text

    def tell(self, record_id: str, state: str, on: str, **said: Any) -> dict[str, Any]:
        body = {"state": state, "on": on, **said}
        answer = self.client.post(f"{REQUESTS}/{record_id}/events", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def start(self, record_id: str, *route: str, **said: Any) -> dict[str, Any]:
        body = {"id": record_id, "actor_ids": route, **said}
        answer = self.client.post(f"{REQUESTS}/from-route", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def due(self, on: str, **asked: Any) -> list[dict[str, Any]]:
        answer = self.client.get(f"{REQUESTS}/due", params={"as_of": on, **asked})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def odds(self, on: str) -> float:
        asked = {"from": "rina", "to": "laila", "as_of": on}
        answer = self.client.get(f"{NET}/access-paths", params=asked)
        return answer.json()["routes"][0]["probability"]


@pytest.fixture
def journey(house: House) -> Journey:
    house.add_network("net")
    journey = Journey(house.owner)
    for id_, name in (("rina", "Rina"), ("hadi", "Pak Hadi"), ("laila", "Ibu Laila")):
        journey.add("contacts", id=id_, name=name)
    journey.add("contacts", id="sri", name="Sri")
    journey.add("partners", id="ngo", name="Our NGO")
    for one, other in (("rina", "hadi"), ("hadi", "laila"), ("sri", "hadi")):
        journey.add("ties", source_id=one, target_id=other, type="knows", strength=0.6)
    return journey


def test_a_request_over_three_weeks_changes_the_next_answer(journey: Journey) -> None:
    before = journey.odds(day(-1))
    draft = journey.start("r", "rina", "hadi", "laila", starter_id="ngo", purpose="Clean water")
    assert (draft["state"], draft["next_step"], draft["events"]) == ("draft", 0, [])
    assert journey.due(day(0)) == []

    asked = journey.tell("r", "asked", day(0), channel="message")["introduction"]
    predicted = asked["steps"][0]["predicted"]
    assert predicted["low"] < predicted["probability"] < predicted["high"]
    assert (predicted["day"], predicted["model"]) == (day(0), "access-model-1/assumed")
    assert predicted["features"]["base"] == 1.0
    assert asked["steps"][0]["channel"] == "message"

    assert journey.due(day(6)) == []
    (reminder,) = journey.due(day(9))
    assert (reminder["act"], reminder["channel"]) == ("remind", "phone")
    assert (reminder["due"], reminder["overdue_days"]) == (day(7), 2)
    assert (reminder["asker"]["id"], reminder["asked"]["name"]) == ("rina", "Pak Hadi")
    journey.tell("r", "reminded", day(9), channel="phone")
    assert journey.due(day(12)) == []
    (early,) = journey.due(day(12), ahead_days=4)
    assert (early["overdue_days"], early["reminders"]) == (-4, 1)

    letter = {
        "number": "015/YBL",
        "dated": day(8),
        "places": [
            {"at": "Bagian Umum", "since": day(8)},
            {"at": "Asisten II", "since": day(10), "actor_id": "hadi", "instruction": "Pelajari"},
        ],
    }
    sent = journey.client.put(f"{REQUESTS}/r/letter", json=letter, headers={"If-Match": '"3"'})
    assert (sent.status_code, sent.headers["etag"]) == (200, '"4"'), sent.text
    where = journey.client.get(f"{REQUESTS}/r/letter", params={"as_of": day(19)}).json()
    assert (where["days"], where["now_at"]["at"], where["now_at"]["days"]) == (11, "Asisten II", 9)
    assert where["now_at"]["instruction"] == "Pelajari"
    assert [stay["days"] for stay in where["stays"]] == [2, 9]
    acts = [(item["act"], item["letter_at"], item["waiting_days"]) for item in journey.due(day(17))]
    assert acts == [("remind", None, 8), ("find_letter", "Asisten II", 7)]

    journey.tell("r", "agreed", day(14))
    assert journey.due(day(14))[0]["act"] == "ask_next"
    journey.tell("r", "asked", day(15), channel="in_person")
    journey.tell("r", "agreed", day(18))
    (note,) = journey.due(day(25))
    assert note["act"] == "note_meeting"
    met = journey.tell(
        "r", "met", day(21), participants=["hadi"], agreed_in_principle={"conditions": "Hear all"}
    )

    assert met["introduction"]["state"] == "met"
    assert met["proposed_blessing"]["conditions"] == "Hear all"
    kept = journey.client.get(f"{REQUESTS}/r").json()["proposed_blessing"]
    assert (kept["leader_id"], kept["on"], kept["conditions"]) == ("laila", day(21), "Hear all")
    assert journey.due(day(40)) == []
    meeting = journey.client.get(f"{NET}/interactions/{met['interaction_id']}").json()
    assert (meeting["participants"], meeting["held_on"]) == (["rina", "laila", "hadi"], day(21))
    noted = journey.client.get(f"{NET}/notes/{met['proposed_blessing']['note_id']}").json()
    assert (noted["about_id"], noted["is_private"]) == ("laila", False)
    assert "Agreed in principle" in noted["text"]
    assert "Hear all" in noted["text"]
    assert meeting["revision"] == noted["revision"] == met["introduction"]["revision"]
    assert journey.odds(day(40)) > before


def test_what_was_agreed_raises_the_odds_of_asking_again(journey: Journey) -> None:
    journey.start("a", "rina", "hadi", "laila")
    first = journey.tell("a", "asked", day(0))["introduction"]["steps"][0]["predicted"]
    journey.tell("a", "agreed", day(2))
    journey.tell("a", "withdrawn", day(3))
    journey.start("b", "rina", "hadi", "laila")
    plan = journey.client.get(f"{REQUESTS}/b/plan").json()

    assert plan["steps"][0]["probability"] > first["probability"]
    assert (plan["steps"][0]["days"], plan["steps"][0]["answers"]) == (2.0, 1)
    assert [step["reached"] for step in plan["steps"]] == [1.0, plan["steps"][0]["probability"]]
    assert plan["expected_askings"] == pytest.approx(1 + plan["steps"][0]["probability"])
    assert plan["days_if_agreed"] == 4.0


def test_three_reminders_are_enough(journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")
    journey.tell("r", "asked", day(0), channel="message")
    ways = []
    for number in (1, 2, 3):
        (item,) = journey.due(day(8 * number))
        ways.append(item["channel"])
        journey.tell("r", "reminded", day(8 * number), channel=item["channel"])
    (offer,) = journey.due(day(32))
    fourth = journey.client.post(
        f"{REQUESTS}/r/events", json={"state": "reminded", "on": day(32), "channel": "email"}
    )

    assert ways == ["phone", "in_person", "email"]
    assert (offer["act"], offer["reminders"]) == ("another_way", 3)
    assert [error["code"] for error in fourth.json()["errors"]] == ["too-many-reminders"]


def test_what_somebody_waits_for_comes_first_and_offers_come_last(journey: Journey) -> None:
    for record_id, asked, answer in (("a", 0, "declined"), ("b", 6, ""), ("c", 3, "")):
        journey.start(record_id, "rina", "hadi", "laila")
        journey.tell(record_id, "asked", day(asked))
        if answer:
            journey.tell(record_id, answer, day(asked + 1))

    found = [(item["introduction_id"], item["overdue_days"]) for item in journey.due(day(20))]
    then = [(item["introduction_id"], item["act"]) for item in journey.due(day(7))]

    assert found == [("c", 10), ("b", 7), ("a", 19)]
    assert then == [("a", "another_way")]


def test_a_meeting_that_is_on_record_is_not_written_twice(journey: Journey) -> None:
    journey.start("r", "rina", "laila", purpose="Water")
    journey.tell("r", "asked", day(0))
    first = journey.tell("r", "met", day(1))
    journey.start("s", "rina", "laila", purpose="Water")
    journey.tell("s", "asked", day(0))
    second = journey.tell("s", "met", day(1))

    assert first["interaction_id"] == second["interaction_id"]
    assert first["proposed_blessing"] is None
    assert len(journey.client.get(f"{NET}/interactions").json()["items"]) == 1


def test_a_refusal_names_the_field_as_it_was_sent(journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")

    def refused(**said: Any) -> list[tuple[str, str]]:
        answer = journey.client.post(f"{REQUESTS}/r/events", json=said)
        assert answer.status_code == 422, answer.text
        return [(error["field"], error["code"]) for error in answer.json()["errors"]]

    assert refused(state="agreed", on=day(1)) == [("state", "not-asked-yet")]
    assert refused(state="asked", step=1) == [("state", "step-before-not-agreed")]
    assert refused(state="asked", step=9) == [("step", "no-such-step")]
    assert refused(state="asked", on="2999-01-01") == [("noted_on", "noted-before")]
    assert refused(state="gone") == [("state", "unknown-word")]
    assert refused(state="asked", participants=["sri"]) == [("participants", "only-of-a-meeting")]
    assert refused(state="asked", unknown=1) == [("unknown", "unknown-field")]
    assert refused() == [("state", "missing")]


def test_broken_routes_letters_and_questions_are_refused(journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")
    short = journey.client.post(f"{REQUESTS}/from-route", json={"actor_ids": ["rina"]})
    many = journey.client.post(
        f"{REQUESTS}/from-route", json={"actor_ids": ["rina", "laila"], "channels": [None, None]}
    )
    stranger = journey.client.post(f"{REQUESTS}/from-route", json={"actor_ids": ["rina", "nobody"]})
    places = [{"at": "A", "since": day(5)}, {"at": "B", "since": day(1)}]
    back = journey.client.put(f"{REQUESTS}/r/letter", json={"places": places})
    none = journey.client.get(f"{REQUESTS}/r/letter")
    stale = journey.client.put(f"{REQUESTS}/r/letter", json={}, headers={"If-Match": '"7"'})
    strange = journey.client.get(f"{REQUESTS}/due", params={"day": day(1)})

    assert [short.status_code, many.status_code, strange.status_code] == [422, 422, 422]
    assert (stranger.status_code, stranger.json()["type"]) == (409, "/problems/unknown-actor")
    assert [error["field"] for error in back.json()["errors"]] == ["places[1].since"]
    assert (none.status_code, stale.status_code) == (404, 412)


def test_an_event_sent_twice_is_one(journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")
    headers = {"Idempotency-Key": "ask-hadi"}

    first, second = (
        journey.client.post(f"{REQUESTS}/r/events", json={"state": "asked"}, headers=headers)
        for _ in range(2)
    )

    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(second.json()["introduction"]["events"]) == 1


def test_only_asking_settles_the_way_of_a_step(journey: Journey) -> None:
    journey.start("r", "rina", "laila")
    journey.tell("r", "asked", day(0))
    reminded = journey.tell("r", "reminded", day(7), channel="phone")["introduction"]
    met = journey.tell("r", "met", day(9), channel="video")

    assert reminded["steps"][0]["channel"] is None
    assert [event["channel"] for event in met["introduction"]["events"]] == [None, "phone", "video"]
    meeting = journey.client.get(f"{NET}/interactions/{met['interaction_id']}").json()
    assert (meeting["kind"], meeting["channel"]) == ("call", "video")


def test_a_meeting_sent_twice_answers_alike(journey: Journey) -> None:
    journey.start("r", "rina", "laila")
    journey.tell("r", "asked", day(0))
    headers = {"Idempotency-Key": "met-laila"}
    body = {"state": "met", "on": day(1), "agreed_in_principle": {}}

    first, second = (
        journey.client.post(f"{REQUESTS}/r/events", json=body, headers=headers) for _ in range(2)
    )

    assert first.status_code == 200, first.text
    assert first.json() == second.json()


def test_an_event_noted_late_takes_its_place_among_the_days(journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")
    journey.tell("r", "asked", day(0))
    journey.tell("r", "agreed", day(9))
    told = journey.tell("r", "reminded", day(5))

    states = [event["state"] for event in told["introduction"]["events"]]
    assert states == ["asked", "reminded", "agreed"]


def test_readers_read_what_is_due_and_write_nothing(house: House, journey: Journey) -> None:
    journey.start("r", "rina", "hadi", "laila")
    reader = house.client(house.add_user("tono", net=Role.READER))

    assert reader.get(f"{REQUESTS}/due").status_code == 200
    assert reader.get(f"{REQUESTS}/r/plan").status_code == 200
    for method, path, body in (
        ("POST", "r/events", {"state": "asked"}),
        ("POST", "from-route", {"actor_ids": ["rina", "laila"]}),
        ("PUT", "r/letter", {}),
    ):
        assert reader.request(method, f"{REQUESTS}/{path}", json=body).status_code == 403


def test_a_step_with_no_way_between_the_two_is_asked_without_a_prediction(
    journey: Journey,
) -> None:
    journey.start("r", "rina", "laila")
    told = journey.tell("r", "asked", day(0))
    plan = journey.client.get(f"{REQUESTS}/r/plan", params={"as_of": day(0)}).json()

    assert told["introduction"]["steps"][0]["predicted"] is None
    assert (plan["expected_days"], plan["days_if_agreed"]) == (None, 7.0)
