"""Scenarios and changes through REST and in the terminal: one set of numbers, nothing written."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from graph.coordination.change import month_days
from graph.records.networks import LANGUAGES
from tests.coordinated import worked
from tests.service.clients import House
from tests.service.command_line import done, enter, keep, run
from tests.told import ago

NET: Final = "water"
ON: Final = "2026-11-25"
WHERE: Final = ("--network", NET)
BROKERS: Final = ("--broker", "ani", "--broker", "budi")


@pytest.fixture
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    told = worked()
    told.requests.clear()
    told.tie("budi", "f", "knows", until=ago(40), since=ago(400), strength=0.5)
    told.post("gita", "f", since=ago(20))
    told.partner("h")
    told.tie("budi", "h", since=ago(20), strength=0.5)
    keep(*(write.record for write in told.writes()), network=NET)


def supposed(*args: str) -> Any:
    return done("scenario", *args, *WHERE, "--on", ON, "--json").json


def ids(told: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in told]


@pytest.mark.usefixtures("_kept")
def test_the_worked_example_in_the_terminal() -> None:
    told = supposed("--leaves", "ani", *BROKERS)

    # A to E and H: 15 pairs; without Ani {A, B, C, D} and {E, H} are apart.
    assert (told["lost"], told["connected"], told["lost_pairs"]) == (8, 15, 8 / 15)
    assert ids(told["out_of_reach"]) == ["a", "b", "c", "d"]
    assert [piece["actors"] for piece in told["pieces"]] == [4, 3]
    (mend,) = told["mends"]
    assert (mend["through"]["id"], mend["is_cold"]) == ("ani", False)
    assert supposed("--leaves", "ani")["out_of_reach"] is None


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_both_languages_and_as_csv(language: str) -> None:
    table = done("scenario", "--leaves", "ani", *BROKERS, *WHERE, "--on", ON, "--lang", language)
    lines = done("scenario", "--leaves", "ani", *BROKERS, *WHERE, "--on", ON, "--csv").out

    assert "15" in table.out
    assert {"en": "Out of the brokers", "id": "Tidak lagi terjangkau"}[language] in table.out
    assert lines.splitlines()[:2] == [
        "what,id,name,other,through,is_cold,before,after",
        "out_of_reach,a,a,,,,,",
    ]
    assert "lost_pairs,,,,,,,0.533" in lines


@pytest.mark.usefixtures("_kept")
def test_what_cannot_be_supposed_is_refused_with_all_that_is_wrong() -> None:
    nothing = run("scenario", *WHERE, "--on", ON)
    twice = run("scenario", "--leaves", "ani", "--introduce", "ani=f", *WHERE, "--on", ON)
    partner = run("scenario", "--moves", "f", *WHERE, "--on", ON)

    assert [ran.code for ran in (nothing, twice, partner)] == [2, 2, 2]
    assert "neither move to another post nor be introduced" in twice.err
    assert "of another kind here" in partner.err


@pytest.mark.usefixtures("_kept")
def test_what_changed_between_two_days() -> None:
    told = done("compare", "2026-10-01", ON, *BROKERS, *WHERE, "--json").json

    assert ids(told["came"]) == ["gita", "h"]
    assert ids(told["went"]) == []
    assert [(pair["one"]["id"], pair["other"]["id"]) for pair in told["lost"]] == [("budi", "f")]
    # What ended fades; for a while a way still leads over it.
    assert (ids(told["reached"]), ids(told["unreached"])) == (["h"], [])
    assert (told["before"]["reached"], told["after"]["reached"]) == (6, 7)


@pytest.mark.usefixtures("_kept")
def test_month_by_month() -> None:
    told = done("compare", "2026-10-01", ON, "--monthly", *BROKERS, *WHERE, "--json").json

    assert [point["on"] for point in told["points"]] == ["2026-10-01", "2026-11-01", ON]
    assert [point["reached"] for point in told["points"]] == [6, 6, 7]
    assert run("compare", ON, "2026-10-01", *WHERE).code == 2
    assert run("compare", "2001-01-01", ON, "--monthly", *WHERE).code == 2
    table = done("compare", "2026-10-01", ON, "--monthly", *BROKERS, *WHERE).out
    assert "25 November 2026" in table
    assert "gita" in done("compare", "2026-10-01", ON, *WHERE).out
    assert "came,gita,gita" in done("compare", "2026-10-01", ON, *WHERE, "--csv").out


def test_a_scenario_by_rest_writes_nothing_and_a_reader_may_ask(house: House) -> None:
    house.add_network("pond")
    net = "/v1/networks/pond"
    for noun, said in (
        ("partners", {"id": "lsm", "name": "LSM"}),
        ("partners", {"id": "pu", "name": "PU"}),
        ("contacts", {"id": "ani", "name": "Ani"}),
        ("ties", {"source_id": "ani", "target_id": "lsm", "type": "met_with", "strength": 0.5}),
        ("ties", {"source_id": "ani", "target_id": "pu", "type": "met_with", "strength": 0.5}),
    ):
        assert house.owner.post(f"{net}/{noun}", json=said).status_code == 201
    before = house.owner.get(net).json()
    answer = house.owner.post(f"{net}/scenarios", json={"leaves": ["ani"]})
    unknown = house.owner.post(f"{net}/scenarios", json={"leaves": ["nobody"]})
    days = {"from": "2026-01-01", "to": "2026-11-25"}

    assert answer.json()["lost_pairs"] == 1.0
    assert [one["id"] for one in answer.json()["without_tie"]] == ["lsm", "pu"]
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/unknown-record")
    assert house.owner.get(f"{net}/comparison", params=days).json()["came_total"] == 0
    assert len(house.owner.get(f"{net}/comparison/series", params=days).json()["points"]) == 12
    assert house.owner.get(net).json() == before


def test_months_end_with_the_calendar() -> None:
    assert month_days(date(2026, 1, 15), date(2026, 3, 1)) == (
        date(2026, 1, 15),
        date(2026, 2, 1),
        date(2026, 3, 1),
    )
    assert month_days(date(9999, 11, 5), date.max) == (
        date(9999, 11, 5),
        date(9999, 12, 1),
        date.max,
    )
