"""What a network sets for itself: its odds, its reminders, its words."""

from pathlib import Path
from typing import Any

import pytest

from graph.access.odds import DEFAULT_MODEL
from graph.records.contacts import Contact
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId
from service.cli.terminal import ExitCode
from tests.contract.made import add
from tests.service.clients import House
from tests.service.command_line import Ran, done, run

ON = {"as_of": "2024-05-03"}


def told(answer: Any) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return answer.json()


def change(house: House, net: str, **said: Any) -> Any:
    return house.owner.patch(net, json=said, headers={"If-Match": "*"})


def faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


def in_use(house: House, net: str) -> dict[str, float]:
    rows = told(house.owner.get(f"{net}/calibration", params=ON))["coefficients"]
    return {row["name"]: row["value"] for row in rows}


def test_habits_are_set_kept_and_brought_back_one_by_one(house: House, net: str) -> None:
    changed = told(
        change(
            house,
            net,
            odds={"in_person": 1.0, "phone": 0.4},
            reminder_days=10,
            phrases={"words.close": "Salam hangat"},
        )
    )
    assert (changed["odds"], changed["reminder_days"]) == ({"in_person": 1.0, "phone": 0.4}, 10)

    later = told(change(house, net, odds={"phone": None}, name="Water"))
    assert later["odds"] == {"in_person": 1.0}
    assert later["phrases"] == {"words.close": "Salam hangat"}
    assert in_use(house, net)["in_person"] == 1.0

    back = told(change(house, net, odds=None, reminder_days=None, phrases=None))
    assert (back["odds"], back["reminder_days"], back["phrases"]) == ({}, 7, {})
    assert in_use(house, net)["in_person"] == DEFAULT_MODEL.in_person


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"odds": {"speed": 1.0}}, {"odds.speed": "unknown-word"}),
        ({"odds": {"in_person": 40}}, {"odds.in_person": "outside-limits"}),
        ({"odds": {"in_person": True}}, {"odds.in_person": "not-a-number"}),
        ({"reminder_days": 0}, {"reminder_days": "outside-limits"}),
        ({"phrases": {"words.close": ""}}, {"phrases.words.close": "missing"}),
    ],
)
def test_faulty_habits_are_refused_with_the_field_on_creation_and_on_change(
    house: House, net: str, said: dict[str, Any], fault: dict[str, str]
) -> None:
    assert faults(change(house, net, **said)) == fault
    assert faults(house.owner.post("/v1/networks", json={"id": "n", "name": "N", **said})) == fault
    assert told(house.owner.get(net))["odds"] == {}


def test_a_coefficient_that_this_version_does_not_know_is_left_aside(house: House) -> None:
    """A backup of another version may hold one: its network answers, and can be put right."""
    old = NetworkRecord(id="old", name="Old", odds={"charm": 2.0, "in_person": 1.0})
    house.services.store.create_network(old)
    ends = [Contact(id=name, name=name) for name in ("ann", "ben")]
    add(house.services.store, NetworkId("old"), *ends)
    net = "/v1/networks/old"

    assert in_use(house, net)["in_person"] == 1.0
    asked = {"from": "ann", "to": "ben", **ON}
    assert told(house.owner.get(f"{net}/access-paths", params=asked))["routes"] == []
    assert told(change(house, net, name="Older"))["odds"] == old.odds
    assert told(change(house, net, odds={"charm": None}))["odds"] == {"in_person": 1.0}


def refused(*args: str) -> Ran:
    ran = run(*args)
    assert ran.code == ExitCode.REFUSED, ran
    return ran


def test_the_terminal_sets_habits_and_tells_what_cannot_be_set(tmp_path: Path) -> None:
    store = ("--store", f"sqlite:///{tmp_path / 'restu.db'}", "--lang", "en")
    done("network", "add", "water", *store)

    habits = ("--odds", "in_person=1.0", "--odds", "phone=0,4", "--reminder-days", "10")
    shape = done("network", "set", "water", *habits, "--json", *store).json
    assert (shape["odds"], shape["reminder_days"]) == ({"in_person": 1.0, "phone": 0.4}, 10)
    shape = done("network", "set", "water", "--odds", "phone=", "--json", *store).json
    assert shape["odds"] == {"in_person": 1.0}
    assert "water was changed" in done("network", "set", "water", "--name", "Air", *store).out

    assert "charm" in refused("network", "set", "water", "--odds", "charm=1", *store).err
    assert "much" in refused("network", "set", "water", "--odds", "phone=much", *store).err
    assert "--reminder-days 10" in refused("network", "set", "water", *store).err
