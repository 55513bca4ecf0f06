"""``restu path`` and ``restu reach`` answer in sentences, and to programs as REST does."""

from pathlib import Path

import pytest

from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.stored import AnyRecord
from graph.records.ties import Tie
from graph.vocabulary import InteractionKind, PositionType
from service.cli.terminal import ExitCode
from tests.service.command_line import done, enter, keep, run

ON = "2026-11-25"
RECORDS: list[AnyRecord] = [
    Partner(id="bappeda", name="Bappeda"),
    Partner(id="office", name="Kantor Bupati"),
    Contact(id="ani", name="Dra. Ani Lestari, M.Si.", aliases=("Bu Ani",)),
    Contact(id="hadi", name="Drs. H. Hadi Suparman"),
    Contact(id="ratna", name="Hj. Ratna Dewi", is_leader=True),
    Contact(id="former", name="H. Surya"),
    Contact(id="sapoan-1", name="Ahmad Sapoan"),
    Contact(id="sapoan-2", name="Ahmad Sapoan"),
    Position(
        id="p1",
        contact_id="hadi",
        partner_id="bappeda",
        title="Kepala",
        since=parse_date("2020"),
    ),
    Position(id="p2", contact_id="sapoan-1", partner_id="bappeda", since=parse_date("2021")),
    Position(
        id="p3",
        contact_id="ratna",
        partner_id="office",
        type=PositionType.LEADS,
        since=parse_date("2025"),
    ),
    Position(
        id="p4",
        contact_id="former",
        partner_id="office",
        type=PositionType.LEADS,
        since=parse_date("2020"),
        until=parse_date("2024"),
    ),
    Tie(
        id="t1",
        source_id="ani",
        target_id="hadi",
        type="knows",
        strength=0.7,
        since=parse_date("May 2022"),
        evidence="Sat together in the working group",
        source_ref="Minutes of May",
    ),
    Tie(id="t2", source_id="hadi", target_id="ratna", type="reports_to"),
    Interaction(
        id="i1",
        kind=InteractionKind.VISIT,
        held_on=parse_date("3 May 2026"),
        participants=("ani", "hadi"),
        subject="Site of the plant",
    ),
]


@pytest.fixture(autouse=True)
def lombok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    keep(*RECORDS, network="lombok")


def test_a_way_is_told_step_by_step_with_its_evidence() -> None:
    out = done("path", "Bu Ani", "Ratna Dewi", "--on", ON).out
    assert "Way 1." in out
    assert "1. Dra. Ani Lestari, M.Si. asks Drs. H. Hadi Suparman (Kepala, Bappeda): about" in out
    assert "closeness 0.7" in out
    assert "Sat together in the working group; source: Minutes of May" in out
    assert "Visit, 3 May 2026; Site of the plant" in out
    assert "reports to" in out
    assert "%" not in out


def test_a_way_is_told_in_indonesian() -> None:
    out = done("path", "ani", "ratna", "--on", "25 November 2026", "--lang", "id").out
    assert "Siapa yang dapat memperkenalkan" in out
    assert "kedekatan 0,7" in out


def test_a_step_says_its_range_what_was_learned_and_what_would_help() -> None:
    out = done("path", "ani", "ratna", "--on", ON, "--choose", "independent").out
    assert "There is one way that shares nobody with another." in out
    assert "between" in out
    assert "Nobody has asked this way yet." in out
    assert "What would change it most: Ask in person: about" in out
    in_person = done("path", "ani", "ratna", "--on", ON, "--channel", "in_person").out
    assert "Ask in person" not in in_person


def test_an_inferred_step_is_marked() -> None:
    out = done("path", "sapoan-1", "hadi", "--on", ON).out
    assert "inferred: both at Bappeda" in out
    assert "nobody has recorded it" in out


def test_no_way_says_why_and_ends_with_1() -> None:
    ran = run("path", "sapoan-2", "ratna", "--on", ON)
    assert ran.code == ExitCode.INCOMPLETE
    assert "no relationship on record" in ran.out
    assert "Nearest: Drs. H. Hadi Suparman" in ran.out


def test_who_left_office_is_followed_by_who_holds_it_now() -> None:
    ran = run("path", "ani", "former", "--on", ON)
    assert "Hj. Ratna Dewi leads Kantor Bupati now" in ran.out


def test_an_organisation_stands_for_its_head() -> None:
    assert done("path", "ani", "Kantor Bupati", "--on", ON, "--json").json["routes"]


def test_names_that_several_have_are_listed() -> None:
    ran = run("path", "ahmad sapoan", "ratna")
    assert ran.code == ExitCode.REFUSED
    assert ran.out == ""
    assert "sapoan-1  Ahmad Sapoan" in ran.err
    assert "sapoan-2  Ahmad Sapoan" in ran.err


def test_an_unknown_name_suggests_similar_ones() -> None:
    ran = run("path", "Anni Lestary", "ratna")
    assert ran.code == ExitCode.REFUSED
    assert "ani  Dra. Ani Lestari, M.Si." in ran.err


def test_a_similar_name_is_never_taken_silently() -> None:
    assert run("path", "Hadi Suparmen", "ratna").code == ExitCode.REFUSED


def test_json_has_the_shape_of_the_service() -> None:
    answer = done("path", "ani", "ratna", "--on", ON, "--k", "1", "--json").json
    assert answer["source"]["id"] == "ani"
    assert answer["on"] == ON
    assert [step["number"] for step in answer["routes"][0]["steps"]] == [1, 2]
    assert answer["routes"][0]["steps"][0]["ties"][0]["since"] == "2022-05"
    assert answer["no_route"] is None


def test_json_says_why_there_is_no_way() -> None:
    ran = run("path", "sapoan-2", "ratna", "--on", ON, "--json")
    assert ran.code == ExitCode.INCOMPLETE
    assert ran.json["no_route"]["reason"] == "nobody_at_start"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--k", "21"), "between 1 and 20"),
        (("--steps", "7"), "between 1 and 6"),
        (("--type", "nods_at"), "nods_at"),
        (("--on", "2026"), "not a whole day"),
        (("--on", "31 April 2026"), "2026-04-30"),
        (("--avoid", "nobody-at-all"), "nobody-at-all"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(options: tuple[str, ...], said: str) -> None:
    ran = run("path", "ani", "ratna", *options)
    assert ran.code == ExitCode.REFUSED
    assert said in ran.err


def test_the_day_has_the_name_that_it_has_in_rest_too() -> None:
    asked = ("path", "ani", "ratna", "--json")
    assert done(*asked, "--as-of", ON).json == done(*asked, "--on", ON).json


def test_a_way_can_be_asked_around_and_through_somebody() -> None:
    around = run("path", "ani", "ratna", "--on", ON, "--avoid", "Hadi Suparman")
    assert around.code == ExitCode.INCOMPLETE
    assert done("path", "ani", "ratna", "--on", ON, "--through", "hadi").out
    assert run("path", "ani", "ratna", "--on", ON, "--type", "colleagues").code == 1


def test_both_ends_must_differ() -> None:
    assert run("path", "ani", "Bu Ani").code == ExitCode.REFUSED


def test_reach_lists_who_can_reach_a_leader() -> None:
    out = done("reach", "--to", "ratna", "--on", ON).out
    assert "Who can reach Hj. Ratna Dewi" in out
    assert "Dra. Ani Lestari, M.Si." in out
    answer = done("reach", "--to", "ratna", "--on", ON, "--json").json
    assert answer["direction"] == "to"
    assert answer["actors"][0]["actor"]["id"] == "hadi"


def test_reach_lists_whom_somebody_can_reach() -> None:
    answer = done("reach", "--from", "ani", "--on", ON, "--limit", "1", "--json").json
    assert answer["direction"] == "from"
    assert len(answer["actors"]) == 1
    assert answer["total"] > 1


def test_reach_asks_for_one_end() -> None:
    assert run("reach").code == ExitCode.REFUSED
    assert run("reach", "--to", "ani", "--from", "hadi").code == ExitCode.REFUSED


def test_nobody_within_reach_ends_with_1() -> None:
    assert run("reach", "--from", "sapoan-2", "--on", ON).code == ExitCode.INCOMPLETE
