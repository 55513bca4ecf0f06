"""``restu campaign``, ``restu reach --leaders`` and ``--partners``: many at once, in a terminal."""

from pathlib import Path

import pytest

from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.vocabulary import PositionType
from service.cli.terminal import ExitCode
from tests.service.command_line import done, enter, keep, run

ON = ("--on", "2026-11-25")
RECORDS = [
    Partner(id="office", name="Kantor Bupati", is_key_partner=True),
    Partner(id="firm", name="PT Tirta"),
    Contact(id="ani", name="Ani Lestari"),
    Contact(id="hadi", name="Hadi Suparman", request_cap=1),
    Contact(id="budi", name="Budi Raharjo"),
    Contact(id="ratna", name="Ratna Dewi", is_leader=True),
    Contact(id="yusuf", name="Yusuf = Ucup", is_leader=True),
    Contact(id="laila", name="Laila Sari", is_leader=True),
    Position(id="p1", contact_id="ratna", partner_id="office", type=PositionType.LEADS),
    *(
        Tie(id=f"{one}-{other}", source_id=one, target_id=other, type="knows", strength=strength)
        for one, other, strength in (
            ("ani", "hadi", 0.9),
            ("hadi", "ratna", 0.9),
            ("hadi", "yusuf", 0.8),
            ("ani", "budi", 0.7),
            ("budi", "ratna", 0.4),
        )
    ),
]


@pytest.fixture(autouse=True)
def lombok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    keep(*RECORDS, network="lombok")


def test_a_campaign_says_whom_to_ask_and_who_is_asked_for_whom_instead() -> None:
    out = done("campaign", "Ratna Dewi", "yusuf", "--from", "ani", *ON).out

    assert "Ani Lestari → Budi Raharjo → Ratna Dewi: " in out
    assert "Ani Lestari → Hadi Suparman → Yusuf = Ucup: " in out
    assert "For this leader alone: Ani Lestari → Hadi Suparman → Ratna Dewi: " in out
    assert "Hadi Suparman is asked for: Yusuf = Ucup" in out
    assert "2 leaders are asked for" in out
    assert "%" not in out


def test_a_campaign_is_told_in_indonesian() -> None:
    out = done("campaign", "ratna", "--from", "ani", *ON, "--lang", "id").out

    assert "Siapa yang dimohon untuk 1 pimpinan" in out
    assert "1 pimpinan dimohonkan" in out


def test_a_value_stands_behind_the_leader_and_a_name_may_hold_its_sign() -> None:
    ran = run("campaign", "ratna=99", "Yusuf = Ucup=1", "--from", "ani", *ON, "--json")

    assert ran.code == ExitCode.INCOMPLETE
    told = ran.json
    assert [plan["value"] for plan in told["leaders"]] == [99, 1]
    assert [plan["advice"] for plan in told["leaders"]] == ["ask", "given_up"]
    assert done("campaign", "Yusuf = Ucup", "--from", "ani", *ON).out


def test_a_leader_nobody_reaches_is_told_with_the_reason() -> None:
    ran = run("campaign", "laila", "ratna", "--from", "ani", *ON)

    assert ran.code == ExitCode.INCOMPLETE
    assert "There is no way." in ran.out
    assert "no relationship with Laila Sari is on record" in ran.out


def test_nobody_is_asked_below_the_least_chance() -> None:
    ran = run("campaign", "ratna", "--from", "ani", *ON, "--least", "0.99")

    assert "no way is likely enough" in ran.out
    assert "For this leader alone" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ratna=1000", "--from", "ani"), "between 0.01 and 100"),
        (("ratna", "Ratna Dewi", "--from", "ani"), "named twice"),
        (("ratna", "--from", "ratna"), "the same"),
        (("ratna", "--from", "ani", "--least", "2"), "between 0 and 1"),
        (("ratna", "--from", "ani", "--steps", "7"), "between 1 and 6"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    ran = run("campaign", *words, *ON)

    assert ran.code == ExitCode.REFUSED
    assert said in ran.err


def test_leaders_are_listed_by_how_near_our_people_come() -> None:
    out = done("reach", "--leaders", "--from", "ani", "--from", "budi", *ON).out

    assert "Which leaders Ani Lestari, Budi Raharjo can reach" in out
    reached, unreached = out.split("Not within reach yet: 1")
    assert reached.index("Ratna Dewi") < reached.index("Yusuf = Ucup")
    assert "Laila Sari" in unreached


def test_partners_that_nobody_reaches_are_listed_apart() -> None:
    out = done("reach", "--partners", "--from", "ani", *ON).out

    reached, unreached = out.split("Not yet connected: 1")
    assert "Kantor Bupati" in reached
    assert "Ratna Dewi" in reached
    assert "PT Tirta: nobody there is on record" in unreached
    key = done("reach", "--partners", "--key", "--from", "ani", *ON, "--json").json
    assert (key["reached_total"], key["unreached_total"]) == (1, 0)


def test_nobody_within_reach_ends_with_1() -> None:
    assert run("reach", "--leaders", "--from", "laila", *ON).code == ExitCode.INCOMPLETE


@pytest.mark.parametrize(
    "words",
    [
        ("--leaders",),
        ("--leaders", "--partners", "--from", "ani"),
        ("--partners", "--to", "ratna", "--from", "ani"),
        ("--from", "ani", "--from", "budi"),
    ],
)
def test_options_that_do_not_go_together_are_refused(words: tuple[str, ...]) -> None:
    assert run("reach", *words, *ON).code == ExitCode.REFUSED
