"""``restu isolated`` and ``restu introduce`` in a terminal: table, JSON, CSV."""

import csv
from pathlib import Path

import pytest

from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.records.ties import Tie
from service.cli.terminal import ExitCode
from tests.service.command_line import done, enter, keep, run

ON = ("--on", "2026-11-25")
RECORDS = [
    *(Contact(id=name, name=f"{name.title()} Lestari") for name in ("ani", "hadi", "ratna")),
    Partner(id="ngo", name="LSM Pesisir"),
    Partner(id="firm", name="=PT Tirta", is_key_partner=True),
    *(
        Tie(id=f"{one}-{other}", source_id=one, target_id=other, type="met_with", strength=0.8)
        for one, other in (("ani", "hadi"), ("hadi", "ngo"), ("hadi", "ratna"))
    ),
]


@pytest.fixture(autouse=True)
def lombok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    keep(*RECORDS, network="lombok")


def test_partners_are_listed_with_the_reason_and_the_finding_in_a_sentence() -> None:
    ran = run("isolated", "--broker", "Ani", *ON)

    assert ran.code == ExitCode.INCOMPLETE
    assert "1 of your 2 partners cannot be reached by any of your brokers." in ran.out
    assert "=PT Tirta (key partner)" in ran.out
    assert "every way goes by Hadi Lestari" in ran.out


def test_partners_are_listed_in_indonesian() -> None:
    out = run("isolated", "--broker", "ani", *ON, "--lang", "id").out

    assert "1 dari 2 mitra kita belum dapat dicapai oleh fasilitator mana pun." in out
    assert "semua jalur melalui Hadi Lestari" in out


def test_an_appointment_that_ends_is_told() -> None:
    out = run("isolated", "--broker", "hadi", "--until", "hadi=1 Dec 2026", *ON).out

    assert "by 23 February 2027, there may be no way any more" in out
    assert "the assignment of one of our brokers ends" in out


def test_without_brokers_the_terminal_says_what_it_cannot_tell() -> None:
    ran = run("isolated", *ON)

    assert ran.code == 0
    assert "No brokers were named" in ran.out
    assert "chance" not in ran.out


def test_a_program_gets_the_numbers_of_rest_and_a_spreadsheet_no_formula() -> None:
    told = run("isolated", "--broker", "ani", *ON, "--json").json
    rows = list(csv.DictReader(run("isolated", "--broker", "ani", *ON, "--csv").out.splitlines()))

    assert [need["partner"]["id"] for need in told["needs"]] == ["firm", "ngo"]
    assert [row["partner"] for row in rows] == ["firm", "ngo"]
    assert rows[0]["name"] == "'=PT Tirta"
    assert (rows[1]["tier"], rows[1]["hangs_on"]) == ("hanging", "hadi")
    assert float(rows[1]["chance"]) == told["needs"][1]["chance"]


def test_introductions_are_suggested_and_cold_ones_marked() -> None:
    out = done("introduce", "LSM Pesisir", "firm", "--broker", "ani", *ON).out

    assert "Introductions to suggest for LSM Pesisir, 25 November 2026" in out
    assert "Ratna Lestari" in out
    assert "Ani Lestari (approach first)" in out
    assert "%" not in out


def test_where_nothing_can_be_suggested_the_terminal_says_why_and_ends_with_1() -> None:
    ran = run("introduce", "firm", *ON)

    assert ran.code == ExitCode.INCOMPLETE
    assert "none of our brokers could approach it first" in ran.out


def test_introductions_for_a_program() -> None:
    told = done("introduce", "ngo", "--broker", "ani", *ON, "--json").json
    out = done("introduce", "ngo", "--broker", "ani", *ON, "--csv").out
    rows = list(csv.DictReader(out.splitlines()))

    first = told["partners"][0]["introductions"][0]
    assert (rows[0]["meet"], rows[0]["place"]) == (first["meet"]["id"], "1")
    assert float(rows[0]["value"]) == first["value"]


def test_one_form_of_answer_at_a_time() -> None:
    ran = run("isolated", "--json", "--csv", *ON)

    assert ran.code == ExitCode.REFUSED
    assert "--json, --csv" in ran.err
