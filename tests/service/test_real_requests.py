"""Requests carried over three weeks in the real networks, and what the next answer learns of them.

A minister wants to meet another, a senator her governor, a chamber of commerce a member of
parliament; each is two steps away. What is believed is worked here once more, by the formulas of
``docs/methods/odds.md``, from the factors that an answer shows.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from service.cli.terminal import ExitCode
from tests.service.command_line import Ran, run
from tests.service.real_networks import RealFiles, RealNetwork, at_work

pytestmark = pytest.mark.data

CONDITIONS: Final = "If the works councils are heard first"
LAST: Final = 21
"""Three weeks after the first asking."""
EVENINGS: Final = (15, 16, 17, 20, LAST, 24)
"""On which the whole answer is kept; what is due is kept for every day."""


@dataclass(frozen=True)
class Cast:
    """Who wants to meet whom, and by whom the best way of at least two steps goes."""

    network: str
    ids: tuple[str, str, str]
    names: tuple[str, str, str]
    purpose: str

    @property
    def starter(self) -> str:
        return self.ids[0]

    @property
    def between(self) -> str:
        return self.ids[1]

    @property
    def leader(self) -> str:
        return self.ids[2]


UK: Final = Cast(
    "uk_ministers",
    (
        "b96be6e0-e97f-48cf-b813-07051505041c",
        "2499f71d-f319-42cb-bf3e-a9a773b0f703",
        "e2494361-1aad-417e-8946-03e64a1b1889",
    ),
    ("Torsten Bell", "Lord Stockwood", "Peter Kyle"),
    "Pension funds that build factories",
)
STATES: Final = Cast(
    "openstates",
    (
        "03362949-948c-415d-a5b6-f99e8fbc6495",
        "34dac893-eae3-495e-9237-9689a1114895",
        "284392c5-5708-4014-9ea1-9552536c5a3e",
    ),
    ("Tracie Davis", "Jay Collins", "Ron DeSantis"),
    "Drainage in Jacksonville",
)
EUROPE: Final = Cast(
    "eu_mep_meetings",
    ("P00302", "C197403", "C124781"),
    ("MBB and Chamber of Commerce", "Alex AGIUS SALIBA", "Alfred SANT"),
    "Right to disconnect",
)


@dataclass
class Carried:
    """A request that was carried, and what the service said on the evening of each day."""

    cast: Cast
    net: RealNetwork
    told: dict[int, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def tell(self, record_id: str, state: str, **said: Any) -> Any:
        return self.net.send("POST", f"introductions/{record_id}/events", {"state": state, **said})

    def start(self, record_id: str) -> Any:
        said = {
            "id": record_id,
            "actor_ids": self.cast.ids,
            "channels": ["message", "in_person"],
            "purpose": self.cast.purpose,
        }
        return self.net.send("POST", "introductions/from-route", said, 201)

    def ways(self, **how: Any) -> Any:
        return self.net.ways(self.cast.starter, self.cast.leader, **how)

    def same_way(self, **how: Any) -> Any:
        """The way by the go-between, whatever else has become better since."""
        (route,) = self.ways(through=self.cast.between, max_steps=2, **how)["routes"]
        return route

    def due(self, day: int) -> Any:
        return self.net.get("introductions/due", as_of=self.net.clock.on(day))["items"]

    def evening(self, day: int) -> dict[str, Any]:
        """What the service tells of a day: on the day itself, or looking back to it."""
        on = self.net.clock.on(day)
        return {
            "routes": self.ways(as_of=on)["routes"],
            "same_way": self.same_way(as_of=on),
            "calibration": self.net.get("calibration", as_of=on),
        }

    def live(self, until: int) -> None:
        """Let days go by, and keep what was told on their evenings."""
        while (day := self.net.clock.day) < until:
            self.told[day] = {"due": self.due(day)}
            self.told[day] |= self.evening(day) if day in EVENINGS else {}
            self.net.clock.day += 1


def carry(carried: Carried) -> None:
    """Ask, be patient, send a letter, be agreed to, meet."""
    net, said = carried.net, carried.answers
    said["before"] = carried.ways()
    said["draft"] = carried.start("first")
    said["due of a draft"] = carried.due(0)
    said["asked"] = carried.tell("first", "asked", channel="message")
    carried.live(7)
    said["due in the morning"] = carried.due(7)
    said["reminded"] = carried.tell("first", "reminded", channel="phone")
    carried.live(8)
    registry = {"at": "Registry", "since": net.clock.on(8)}
    letter = {
        "number": "2026/114",
        "dated": net.clock.on(8),
        "addressee": carried.cast.names[2],
        "copies": ["Head of the private office"],
        "places": [registry],
    }
    net.send("PUT", "introductions/first/letter", letter)
    carried.live(10)
    passed = {
        "at": "Private office",
        "since": net.clock.on(10),
        "actor_id": carried.cast.between,
        "instruction": "Please advise by the end of the month",
    }
    net.send("PUT", "introductions/first/letter", {**letter, "places": [registry, passed]})
    carried.live(16)
    said["agreed"] = carried.tell("first", "agreed")
    carried.live(17)
    said["asked the leader"] = carried.tell("first", "asked", channel="in_person")
    carried.live(20)
    said["leader agreed"] = carried.tell("first", "agreed")
    carried.live(LAST)
    said["met"] = carried.tell(
        "first",
        "met",
        channel="in_person",
        participants=[carried.cast.between],
        agreed_in_principle={"conditions": CONDITIONS},
    )
    said["after"] = carried.ways()
    carried.live(LAST + 1)


def ask_too_often(carried: Carried) -> None:
    """Ask again and be declined; then let one request wait where one may, and take it back."""
    net, said = carried.net, carried.answers
    carried.start("second")
    said["plan"] = net.get("introductions/second/plan")
    carried.tell("second", "asked")
    carried.live(24)
    carried.tell("second", "declined")
    carried.live(25)
    contact = f"contacts/{carried.cast.between}"
    net.send("PATCH", contact, {"request_cap": 1})
    carried.start("third")
    carried.start("fourth")
    carried.tell("third", "asked")
    said["one too many"] = net.send("POST", "introductions/fourth/events", {"state": "asked"}, 409)
    said["at the cap"] = carried.ways(k=20)
    said["due of one declined"] = [
        item for item in carried.due(25) if item["introduction_id"] == "second"
    ]
    carried.tell("third", "withdrawn")
    net.send("PATCH", contact, {"request_cap": None})
    said["tired"] = carried.same_way()


@pytest.fixture(scope="module", params=[UK, STATES, EUROPE], ids=lambda cast: cast.network)
def carried(
    request: pytest.FixtureRequest,
    real_files: RealFiles,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Carried]:
    """A request that was carried to its end; only read from here on."""
    cast = request.param
    with at_work(real_files, cast.network, tmp_path_factory.mktemp(cast.network)) as net:
        carried = Carried(cast, net)
        carry(carried)
        ask_too_often(carried)
        yield carried


def by_the_model(step: Any) -> float:
    """Work out what the model alone gives, from the factors that the step shows."""
    log_odds = 0.2 + sum(factor["log_odds"] for factor in step["factors"])
    return min(max(1 / (1 + math.exp(-log_odds)), 0.02), 0.95)


def believed(step: Any, *answers: tuple[bool, int]) -> float:
    """Add real answers, so many days old, to the six imagined ones of the model."""
    weights = [(has_agreed, 2 ** (-age / 730)) for has_agreed, age in answers]
    agreed = sum(weight for has_agreed, weight in weights if has_agreed)
    return (6 * by_the_model(step) + agreed) / (6 + sum(weight for _, weight in weights))


def acts(items: Any) -> list[tuple[str, str | None, int]]:
    return [(item["act"], item["channel"], item["overdue_days"]) for item in items]


# ---------------------------------------------------------------------------- the route


def test_the_best_way_goes_by_the_person_whom_both_know(carried: Carried) -> None:
    before = carried.answers["before"]

    steps = before["routes"][0]["steps"]
    met = [steps[0]["source"]["name"], *(step["target"]["name"] for step in steps)]
    assert met == list(carried.cast.names)
    assert [step["target"]["id"] for step in steps] == list(carried.cast.ids[1:])
    for step in steps:
        assert step["ties"] or step["interactions"] or step["served_together"]
        assert step["probability"] == pytest.approx(by_the_model(step))
        assert (step["agreed"], step["declined"]) == (0, 0)
        assert step["burden"]["lately"] == step["burden"]["open"] == 0


def test_a_draft_asks_nobody(carried: Carried) -> None:
    draft = carried.answers["draft"]

    assert (draft["state"], draft["next_step"], draft["waiting_on"]) == ("draft", 0, None)
    assert draft["step_states"] == ["draft", "draft"]
    assert draft["purpose"] == carried.cast.purpose
    assert carried.answers["due of a draft"] == []


# ---------------------------------------------------------------------------- asking and waiting


def test_what_was_predicted_before_the_answer_is_what_the_way_said(carried: Carried) -> None:
    request = carried.net.get("introductions/first")
    first, second = (step["predicted"] for step in request["steps"])
    step = carried.answers["before"]["routes"][0]["steps"][0]

    assert (first["day"], second["day"]) == (carried.net.clock.on(0), carried.net.clock.on(17))
    for name in ("probability", "low", "high"):
        assert first[name] == pytest.approx(step[name])
    asked = carried.answers["asked"]["introduction"]
    assert asked["steps"][0]["predicted"] == first
    assert (asked["state"], asked["waiting_on"]) == ("asked", carried.cast.between)
    # Face to face, and by a step that nobody had asked by: the model alone.
    before = carried.told[16]["same_way"]["steps"][1]
    in_person = {**before, "factors": [*before["factors"], {"log_odds": 0.8}]}
    assert second["probability"] == pytest.approx(by_the_model(in_person))


def test_patience_comes_first_and_by_another_way(carried: Carried) -> None:
    told = carried.told

    assert told[0]["due"] == told[6]["due"] == []
    assert acts(carried.answers["due in the morning"]) == [("remind", "phone", 0)]
    (reminder,) = carried.answers["due in the morning"]
    assert (reminder["waiting_days"], reminder["reminders"]) == (7, 0)
    names = [reminder[end]["name"] for end in ("asker", "asked", "leader")]
    assert names == list(carried.cast.names)
    assert carried.answers["reminded"]["introduction"]["state"] == "reminded"
    assert told[7]["due"] == told[13]["due"] == []
    assert acts(told[14]["due"]) == [("remind", "in_person", 0)]
    assert acts(told[15]["due"]) == [("remind", "in_person", 1)]
    assert acts(told[16]["due"]) == [("ask_next", "in_person", 0)]
    assert [item["act"] for item in told[17]["due"]] == ["find_letter"]
    assert told[20]["due"] == told[LAST]["due"] == []


def test_who_was_asked_carries_it_in_the_next_answer(carried: Carried) -> None:
    def burden(day: int, step: int) -> tuple[int, int]:
        found = carried.told[day]["same_way"]["steps"][step]["burden"]
        return found["lately"], found["open"]

    assert [burden(day, 0) for day in (15, 16)] == [(1, 1), (1, 0)]
    assert [burden(day, 1) for day in (16, 17, 20)] == [(0, 0), (1, 1), (1, 0)]


# ---------------------------------------------------------------------------- the letter


def test_where_the_letter_is_is_told_in_days(carried: Carried) -> None:
    def where(day: int) -> Any:
        return carried.net.get("introductions/first/letter", as_of=carried.net.clock.on(day))

    on_the_ninth, on_the_fourteenth = where(9), where(14)

    assert (on_the_ninth["now_at"]["at"], on_the_ninth["days"]) == ("Registry", 1)
    assert [stay["days"] for stay in on_the_ninth["stays"]] == [1]
    now_at = on_the_fourteenth["now_at"]
    assert (now_at["at"], now_at["days"], on_the_fourteenth["days"]) == ("Private office", 4, 6)
    assert now_at["actor_id"] == carried.cast.between
    assert now_at["instruction"] == "Please advise by the end of the month"
    assert [stay["days"] for stay in on_the_fourteenth["stays"]] == [2, 4]
    letter = on_the_fourteenth["letter"]
    assert (letter["number"], letter["addressee"]) == ("2026/114", carried.cast.names[2])
    assert letter["copies"] == ["Head of the private office"]


def test_a_letter_that_lies_for_a_week_is_asked_after(carried: Carried) -> None:
    (item,) = carried.told[17]["due"]

    assert (item["letter_at"], item["waiting_days"]) == ("Private office", 7)
    assert item["asked"]["id"] == carried.cast.between


# ---------------------------------------------------------------------------- answers


def test_predictions_are_scored_when_the_answers_come_and_not_before(carried: Carried) -> None:
    request = carried.net.get("introductions/first")
    first, second = (step["predicted"]["probability"] for step in request["steps"])
    scored = {day: carried.told[day]["calibration"] for day in (15, 16, 17, 20)}

    assert (scored[15]["asked"], scored[15]["agreed"], scored[15]["scores"]) == (1, 0, None)
    one, still_one, two = (scored[day]["scores"] for day in (16, 17, 20))
    assert one == still_one
    assert (one["count"], two["count"]) == (1, 2)
    assert one["brier"] == pytest.approx((1 - first) ** 2)
    assert two["brier"] == pytest.approx(((1 - first) ** 2 + (1 - second) ** 2) / 2)
    assert two["log_score"] == pytest.approx(-(math.log(first) + math.log(second)) / 2)
    # One yes was known when the second was asked, beside an imagined yes and no.
    assert two["base_brier"] == pytest.approx(((1 - 1 / 2) ** 2 + (1 - 2 / 3) ** 2) / 2)
    assert sum(found["agreed"] for found in scored[20]["reliability"]) == 2
    assert scored[20]["stage"] == "assumed"


def test_each_yes_raises_its_step_by_as_much_as_the_model_says(carried: Carried) -> None:
    told = {day: carried.told[day]["same_way"]["steps"] for day in (15, 16, 17, 20)}

    assert told[15][0]["probability"] == pytest.approx(by_the_model(told[15][0]))
    assert told[16][0]["probability"] == pytest.approx(believed(told[16][0], (True, 0)))
    assert told[16][0]["probability"] > told[15][0]["probability"]
    assert told[20][1]["probability"] == pytest.approx(believed(told[20][1], (True, 0)))
    assert told[20][1]["probability"] > told[17][1]["probability"]
    assert [step["agreed"] for step in told[20]] == [1, 1]


# ---------------------------------------------------------------------------- the meeting


def test_the_meeting_is_written_with_the_blessing_that_it_brought(carried: Carried) -> None:
    met, today = carried.answers["met"], carried.net.clock.on(LAST)
    starter, between, leader = carried.cast.ids
    meeting = carried.net.get(f"interactions/{met['interaction_id']}")
    blessing = met["proposed_blessing"]
    note = carried.net.get(f"notes/{blessing['note_id']}")

    assert met["introduction"]["state"] == "met"
    assert meeting["participants"] == [starter, leader, between]
    assert (meeting["kind"], meeting["held_on"]) == ("meeting", today)
    assert meeting["subject"] == carried.cast.purpose
    said = [blessing[name] for name in ("leader_id", "purpose", "on", "conditions")]
    assert said == [leader, carried.cast.purpose, today, CONDITIONS]
    assert (note["about_id"], note["is_private"]) == (leader, False)
    assert CONDITIONS in note["text"]
    assert meeting["revision"] == note["revision"] == met["introduction"]["revision"]


def test_asked_again_the_leader_is_one_step_away(carried: Carried) -> None:
    before, after = carried.answers["before"], carried.answers["after"]

    best = after["routes"][0]
    assert [step["target"]["id"] for step in best["steps"]] == [carried.cast.leader]
    assert best["probability"] > before["routes"][0]["probability"]
    (step,) = best["steps"]
    assert carried.answers["met"]["interaction_id"] in [act["id"] for act in step["interactions"]]
    assert (step["is_inferred"], step["basis"]) == (False, "contact")
    assert after["together"]["only_doors"] == []


def test_asked_again_the_same_way_is_likelier_step_by_step(carried: Carried) -> None:
    before = carried.answers["before"]["routes"][0]
    after = carried.told[LAST]["same_way"]

    for step, earlier, age in zip(after["steps"], before["steps"], (5, 1), strict=True):
        assert step["probability"] == pytest.approx(believed(step, (True, age)))
        assert step["probability"] > earlier["probability"]
        assert not step["is_inferred"]
    assert after["probability"] > 2 * before["probability"]


def test_looking_back_to_a_day_tells_what_was_told_on_it(carried: Carried) -> None:
    for day in (15, 17):
        then = dict(carried.told[day])
        now = {"due": carried.due(day), **carried.evening(day)}
        for evening in (then, now):
            evening["calibration"] = {**evening["calibration"], "revision": None}

        assert alike(now, then), day


def alike(one: Any, other: Any) -> bool:
    """Equal but for the last digits, in which a strength kept up to date may differ."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == (pytest.approx(other, rel=1e-12) if isinstance(one, float) else other)


# ---------------------------------------------------------------------------- asking again


def test_the_order_of_asking_knows_how_long_answers_took(carried: Carried) -> None:
    plan = carried.answers["plan"]

    # Sixteen days by message, three face to face.
    assert [(step["days"], step["answers"]) for step in plan["steps"]] == [(16.0, 1), (3.0, 1)]
    assert plan["days_if_agreed"] == 19.0
    first, second = (step["probability"] for step in plan["steps"])
    assert plan["expected_askings"] == pytest.approx(1 + first)
    assert plan["expected_days"] == pytest.approx(16 + 3 * first)
    assert second > first


def test_a_no_lowers_the_step_by_as_much_as_the_model_says(carried: Carried) -> None:
    first, second = carried.told[24]["same_way"]["steps"]

    assert first["probability"] == pytest.approx(believed(first, (True, 8), (False, 0)))
    assert first["probability"] < believed(first, (True, 8))
    assert (first["agreed"], first["declined"]) == (1, 1)
    assert second["declined"] == 0  # nobody was asked there the second time: it taught nothing
    assert carried.told[24]["calibration"]["scores"]["count"] == 3
    assert carried.told[24]["calibration"]["declined"] == 1


def test_after_a_no_another_way_is_offered_and_not_taken(carried: Carried) -> None:
    (offer,) = carried.answers["due of one declined"]

    assert (offer["act"], offer["step"], offer["overdue_days"]) == ("another_way", 0, 1)
    assert carried.net.get("introductions/second")["state"] == "declined"


def test_whoever_is_at_the_cap_is_asked_by_nobody(carried: Carried) -> None:
    refused, answer = carried.answers["one too many"], carried.answers["at the cap"]
    starter, between, _ = carried.cast.names

    assert refused["type"] == "/problems/cap-reached"
    waiting = f"{starter} ({carried.net.clock.on(25)})"
    assert f"wait for the answer of {between} already: 1, by {waiting}." in refused["detail"]
    assert refused["remedy"]
    (left,) = answer["not_asked"]
    assert left["actor"]["name"] == between
    assert (left["burden"]["open"], left["burden"]["cap"]) == (1, 1)
    asked = {step["target"]["name"] for way in answer["routes"] for step in way["steps"]}
    assert asked
    assert between not in asked


def test_whoever_was_asked_often_is_less_likely_to_agree_until_rested(carried: Carried) -> None:
    step = carried.answers["tired"]["steps"][0]

    burden = step["burden"]
    assert (burden["lately"], burden["open"], burden["is_full"]) == (3, 0, False)
    assert burden["rested_on"] == carried.net.clock.on(22 + 90)
    load = [factor["log_odds"] for factor in step["factors"] if factor["factor"] == "load"]
    assert load == pytest.approx([-0.35 * 2])
    assert step["probability"] == pytest.approx(believed(step, (True, 9), (False, 1)))
    assert step["probability"] < carried.told[24]["same_way"]["steps"][0]["probability"]


# ---------------------------------------------------------------------------- in the terminal


@dataclass
class Terminal:
    """A broker who types, on days that go by."""

    net: RealNetwork
    store: str

    def ran(self, *words: str, language: str = "en") -> Ran:
        return run(*words, "--store", self.store, "--lang", language)

    def done(self, *words: str, on: int, language: str = "en") -> str:
        self.net.clock.day = on
        ran = self.ran(*words, language=language)
        assert ran.code == ExitCode.DONE, ran
        return ran.out

    def way(self, *words: str) -> Any:
        ran = self.ran("path", "Torsten Bell", "Peter Kyle", "--json", *words)
        assert ran.code == ExitCode.DONE, ran
        return ran.json["routes"][0]


@pytest.fixture
def typed(real_files: RealFiles, tmp_path: Path) -> Iterator[Terminal]:
    with at_work(real_files, UK.network, tmp_path) as net:
        yield Terminal(net, f"sqlite:///{tmp_path / 'restu.db'}")


def test_the_same_journey_is_made_in_the_terminal(typed: Terminal) -> None:
    before = typed.way()
    told = typed.done("path", "Torsten Bell", "Peter Kyle", "--k", "1", on=0)
    assert "Way 1. Difficult, about 1 in 8, in 2 steps" in told
    typed.done(
        *("request", "start", *UK.names, "--id", "kyle", "--purpose", UK.purpose),
        *("--way", "message", "--way", "in_person"),
        on=0,
    )
    asked = typed.done("request", "ask", "kyle", on=0)
    assert "Noted before the answer: agrees about 1 in 3." in asked
    assert "Nothing is due on 8 November 2026." in typed.done("request", "due", on=6)

    due = typed.done("request", "due", on=7)
    assert "a gentle reminder from Torsten Bell to Lord Stockwood (by telephone)" in due
    in_indonesian = typed.done("request", "due", on=7, language="id")
    assert "pengingat yang santun dari Torsten Bell kepada Lord Stockwood" in in_indonesian
    typed.done("request", "remind", "kyle", "--way", "phone", on=7)

    letter = ("request", "letter", "kyle")
    typed.done(*letter, "--number", "2026/114", "--dated", "10 Nov 2026", "--at", "Registry", on=8)
    instruction = ("--holder", "Lord Stockwood", "--instruction", "Please advise")
    typed.done(*letter, "--at", "Private office", *instruction, on=10)
    where = typed.done(*letter, on=14)
    assert "It has been at Private office since 12 November 2026, for 4 days." in where
    assert "Please advise" in where
    assert "sudah 4 hari" in typed.done(*letter, on=14, language="id")

    typed.done("request", "answer", "kyle", "agreed", on=16)
    assert "ask Lord Stockwood to ask Peter Kyle (in person)" in typed.done("request", "due", on=16)
    asked = typed.done("request", "ask", "kyle", on=17)
    assert "Noted before the answer: agrees about 1 in 2." in asked
    typed.done("request", "answer", "kyle", "agreed", on=20)
    met = typed.done(
        *("request", "answer", "kyle", "met", "--with", "Lord Stockwood"),
        *("--blessing", CONDITIONS),
        on=LAST,
    )
    assert "The meeting was noted" in met
    assert "What was agreed in principle is kept as a note about the leader." in met

    told = typed.done("path", "Torsten Bell", "Peter Kyle", "--k", "2", on=LAST)
    assert "Way 1. Possible, about 2 in 5, in one step" in told
    assert "Way 2. Possible, about 2 in 5, in 2 steps" in told
    assert "Lord Stockwood was asked once so far, and agreed." in told
    after = typed.way("--through", "Lord Stockwood", "--steps", "2")
    assert after["probability"] > 2 * before["probability"]
    assert "2 askings: 2 agreed, 0 did not" in typed.done("calibration", on=LAST)


def test_a_cap_is_told_in_the_terminal_with_who_waits_since_when(typed: Terminal) -> None:
    for record_id in ("a", "b", "c", "d"):
        typed.done("request", "start", *UK.names, "--id", record_id, on=0)
    for record_id in ("a", "b", "c"):
        typed.done("request", "ask", record_id, on=0)

    refused = typed.ran("request", "ask", "d")
    told = typed.done("path", "Torsten Bell", "Peter Kyle", on=0)

    assert refused.code == ExitCode.REFUSED
    waiting = ", ".join(["Torsten Bell (2026-11-02)"] * 3)
    assert f"answer of Lord Stockwood already: 3, by {waiting}. No more than 3" in refused.err
    assert "Lord Stockwood: 3 requests wait for an answer" in told
    assert "asks Lord Stockwood" not in told
