"""How close two are, and whom it is time to greet again: by REST and in the terminal."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from graph.records.contacts import Contact
from graph.records.dates import StatedDate, parse_date
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import StrengthOverride, Tie
from graph.vocabulary import InteractionKind, NetworkId, PositionType, Sector, UserId
from service.cli.terminal import ExitCode
from tests.contract.made import add
from tests.service.clients import House
from tests.service.command_line import done, run

NET: Final = NetworkId("net")
DAY: Final = date(2026, 5, 3)
YEARLY_TWICE: Final = (90, 273, 455, 638, 820, 1003, 1186, 1368, 1551, 1734)
"""The meetings of the worked example in docs/methods/strength.md, in days before the day."""


def ago(days: int) -> StatedDate:
    return StatedDate(DAY - timedelta(days=days))


def meeting(number: int, days: int, *others: str, **said: Any) -> Interaction:
    return Interaction(
        id=f"m{number}",
        kind=InteractionKind.MEETING,
        held_on=ago(days),
        participants=("bupati", "ratna", *others),
        **said,
    )


def tie(id_: str, source: str, target: str, type_: str = "knows", **said: Any) -> Tie:
    return Tie(id=id_, source_id=source, target_id=target, type=type_, **said)


@pytest.fixture
def told(house: House) -> House:
    """A regent, who met Ratna twice a year, and Hadi, who knows both."""
    house.add_network(NET)
    store = house.services.store
    people = [Contact(id=name, name=name.title()) for name in ("hadi", "ratna", "dewi")]
    regent = Contact(id="bupati", name="Bupati", is_leader=True)
    offices = [Partner(id=id_, name=id_, sector=Sector.GOVERNMENT) for id_ in ("pemkab", "dinas")]
    posts = [
        Position(id=f"p{contact}", contact_id=contact, partner_id=at, type=type_)
        for contact, at, type_ in (
            ("bupati", "pemkab", PositionType.LEADS),
            ("ratna", "dinas", PositionType.WORKS_FOR),
        )
    ]
    ties = [tie("t1", "hadi", "bupati"), tie("t2", "hadi", "ratna", strength=0.4)]
    meetings = [meeting(number, days) for number, days in enumerate(YEARLY_TWICE)]
    add(store, NET, *people, regent, *offices, *posts, *ties, *meetings)
    return house


def ask(house: House, address: str, on: date = DAY, **params: Any) -> dict[str, Any]:
    answer = house.owner.get(
        f"/v1/networks/{NET}/{address}", params={"as_of": on.isoformat(), **params}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def between(house: House, one: str, other: str, on: date = DAY) -> dict[str, Any]:
    return ask(house, "strength", on, between=one, **{"and": other})


def test_the_worked_example_is_told_with_factors_that_add_up(told: House) -> None:
    found = between(told, "ratna", "bupati")
    computed = found["computed"]

    assert (round(found["strength"], 3), found["band"], found["speaks"]) == (
        0.777,
        "strong",
        "computed",
    )
    assert {name: round(value, 3) for name, value in computed["factors"].items()} == {
        "rhythm": 0.807,
        "silence": -0.03,
        "depth": 0.0,
        "one_sidedness": 0.0,
    }
    assert sum(computed["factors"].values()) == pytest.approx(computed["strength"], abs=1e-12)
    assert (computed["rhythm_days"], computed["beats"], computed["bond"]) == (168, 10.0, "embedded")
    assert (computed["silence_days"], computed["usual_gap_days"], computed["contacts"]) == (
        90,
        183,
        10,
    )
    assert found["there"] == found["back"] == found["strength"]


def test_the_contacts_that_set_it_are_named_newest_first(told: House) -> None:
    found = between(told, "ratna", "bupati")

    assert [one["interaction_id"] for one in found["counted"]] == [f"m{n}" for n in range(10)]
    assert [one["on"] for one in found["counted"][:2]] == ["2026-02-02", "2025-08-03"]
    assert {one["kind"] for one in found["counted"]} == {"meeting"}
    assert sum(one["share"] for one in found["counted"]) == pytest.approx(1.0)
    assert found["counted_total"] == 10


def test_of_two_meetings_on_a_day_the_one_that_counts_is_named(told: House) -> None:
    guests = [Contact(id=f"guest{number}", name="Guest") for number in range(9)]
    crowded = meeting(10, 90, *(guest.id for guest in guests))
    add(told.services.store, NET, *guests, crowded)

    assert between(told, "ratna", "bupati")["counted"][0]["interaction_id"] == "m0"


def test_a_message_tells_from_whose_side_it_came(told: House) -> None:
    message = Interaction(
        id="wa",
        kind=InteractionKind.MESSAGE,
        held_on=ago(3),
        participants=("dewi", "hadi"),
        initiator="dewi",
    )
    add(told.services.store, NET, message)

    for one, other in (("dewi", "hadi"), ("hadi", "dewi")):
        (counted,) = between(told, one, other)["counted"]
        assert (counted["interaction_id"], counted["from_actor_id"]) == ("wa", "dewi")


def test_no_record_is_null_and_not_zero(told: House) -> None:
    found = between(told, "dewi", "bupati")

    nothing = ("strength", "band", "speaks", "override", "computed", "stated", "colleague", "prior")
    assert [found[name] for name in (*nothing, "there", "back")] == [None] * 10
    assert found["counted"] == []


def test_a_day_sees_nothing_later(told: House) -> None:
    early = between(told, "ratna", "bupati", DAY - timedelta(days=1735))
    first = between(told, "ratna", "bupati", DAY - timedelta(days=1734))

    assert early["strength"] is None
    assert round(first["strength"], 3) == 0.283  # one meeting today


def test_a_persons_word_stands_before_what_is_computed_and_says_whose_it_is(told: House) -> None:
    said = StrengthOverride(
        strength=0.05, reason="Fell out", by=UserId("sri"), since=parse_date("2026-05-01")
    )
    add(told.services.store, NET, tie("t3", "ratna", "bupati", override=said, strength=0.9))

    found = between(told, "bupati", "ratna")

    assert (found["strength"], found["band"], found["speaks"]) == (0.05, "stale", "override")
    assert found["override"] == {
        "strength": 0.05,
        "reason": "Fell out",
        "by": "sri",
        "since": "2026-05-01",
        "until": "2026-10-28",
    }
    assert (found["stated"], round(found["computed"]["strength"], 3)) == (0.9, 0.777)
    assert found["there"] == 0.05
    before = between(told, "bupati", "ratna", date(2026, 4, 30))
    assert (before["speaks"], before["strength"], before["override"]) == ("stated", 0.9, None)


def test_the_strength_of_a_tie_leaves_the_other_ties_of_the_two_out(told: House) -> None:
    add(told.services.store, NET, tie("t3", "hadi", "ratna", "reports_to", strength=0.8))

    own = ask(told, "ties/t2/strength")
    pair = between(told, "hadi", "ratna")

    assert (own["tie_id"], own["strength"], own["speaks"]) == ("t2", 0.4, "stated")
    assert (pair["tie_id"], pair["strength"]) == (None, 0.8)
    assert (own["there"], pair["there"]) == (0.8, 0.8)


def test_a_tie_that_carries_no_introduction_is_told_and_leads_nowhere(told: House) -> None:
    add(told.services.store, NET, tie("t3", "dinas", "pemkab", "part_of", strength=0.7))

    own = ask(told, "ties/t3/strength")

    assert (own["strength"], own["there"], own["back"]) == (0.7, None, None)
    assert between(told, "dinas", "pemkab")["strength"] is None


@pytest.mark.parametrize(
    ("address", "params", "status"),
    [
        ("strength", {"between": "ratna", "and": "ratna"}, 422),
        ("strength", {"between": "ratna"}, 422),
        ("strength", {"between": "ratna", "and": "nobody"}, 404),
        ("ties/none/strength", {}, 404),
        ("cooling", {"of": "nobody"}, 404),
        ("cooling", {"limit": 0}, 422),
        ("cooling", {"who": "ratna"}, 422),
    ],
)
def test_what_cannot_be_answered_is_refused(
    told: House, address: str, params: dict[str, Any], status: int
) -> None:
    answer = told.owner.get(f"/v1/networks/{NET}/{address}", params=params)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


DUE: Final = DAY - timedelta(days=90) + timedelta(days=732)
"""Embedded: four usual gaps of 183 days after the last meeting."""


def test_the_regent_is_to_be_greeted_after_four_usual_gaps(told: House) -> None:
    assert ask(told, "cooling", DUE)["notices"] == []

    (notice,) = ask(told, "cooling", DUE + timedelta(days=1))["notices"]
    assert (notice["greeter"]["id"], notice["greeted"]["id"]) == ("ratna", "bupati")
    assert (notice["due"], notice["last_contact"]) == (DUE.isoformat(), "2026-02-02")
    assert (notice["usual_gap_days"], notice["silence_days"], notice["overdue_days"]) == (
        183,
        733,
        1,
    )
    assert (notice["bond"], notice["band"]) == ("embedded", "medium")


def test_what_will_be_due_soon_can_be_asked_for_ahead(told: House) -> None:
    (notice,) = ask(told, "cooling", DUE - timedelta(days=6), ahead_days=7)["notices"]

    assert notice["overdue_days"] == -6


@pytest.mark.parametrize(
    ("of", "greeter"),
    [("ratna", "ratna"), ("bupati", "bupati"), ("dinas", "ratna"), ("hadi", None)],
)
def test_whose_contacts_they_are_can_be_said(told: House, of: str, greeter: str | None) -> None:
    found = ask(told, "cooling", DUE + timedelta(days=1), of=of)

    assert found["whose"]["id"] == of
    assert [one["greeter"]["id"] for one in found["notices"]] == ([greeter] if greeter else [])


def test_the_most_overdue_stand_first_and_the_rest_is_counted(told: House) -> None:
    weekly = [
        Interaction(
            id=f"w{days}",
            kind=InteractionKind.MEETING,
            held_on=StatedDate(DUE - timedelta(days=days)),
            participants=("hadi", "ratna"),
        )
        for days in range(60, 130, 10)
    ]
    add(told.services.store, NET, *weekly)
    found = ask(told, "cooling", DUE + timedelta(days=1), limit=1)

    assert found["total"] == 2
    assert {found["notices"][0][end]["id"] for end in ("greeter", "greeted")} == {"hadi", "ratna"}


@pytest.mark.parametrize(
    ("lang", "closeness", "again"),
    [
        ("en", "Closeness of the relationship: 0.78, close", "Time to be in touch again"),
        ("id", "Kedekatan hubungan: 0,78, dekat", "Saatnya menyapa kembali"),
    ],
)
def test_the_terminal_tells_the_same_in_both_languages(
    told: House, tmp_path: Path, lang: str, closeness: str, again: str
) -> None:
    _ = told
    where = ("--network", NET, "--store", f"sqlite:///{tmp_path / 'restu.db'}", "--lang", lang)

    close = done("strength", "Ratna", "Bupati", "--on", DAY.isoformat(), *where).out
    later = (DUE + timedelta(days=1)).isoformat()
    due = done("cooling", "--of", "Ratna", "--on", later, *where).out

    assert closeness in close
    assert "m9" in close
    assert again in due
    assert "183" in due
    assert "cooling" not in due.lower()
    nothing = run("strength", "Dewi", "Bupati", "--on", DAY.isoformat(), *where)
    assert nothing.code == ExitCode.INCOMPLETE


def test_the_terminal_answers_programs_as_rest_does(told: House, tmp_path: Path) -> None:
    where = ("--network", NET, "--store", f"sqlite:///{tmp_path / 'restu.db'}", "--json")

    close = done("strength", "ratna", "bupati", "--on", DAY.isoformat(), *where).json
    due = done("cooling", "--on", (DUE + timedelta(days=1)).isoformat(), *where).json

    assert due == ask(told, "cooling", DUE + timedelta(days=1))
    assert close == between(told, "ratna", "bupati")
