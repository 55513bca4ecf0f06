"""Partners to look after and introductions: by REST, on the demo, on real data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from graph.ports import Create
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.records.users import User
from graph.vocabulary import NetworkId, Role, UserId
from service.cli.demo import load_demo
from service.exchange.mapping import load_mapping
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases.coordination import (
    IntroductionsQuestion,
    IsolationQuestion,
    find_isolated,
    suggest_introductions,
)
from service.usecases.visits import Visit
from tests.service.clients import House, running
from tests.service.importing import AUTHOR, NETWORK, NOW, open_desk

NET: Final = NetworkId("net")
ON: Final = "2026-11-25"
AT: Final = datetime(2026, 11, 25, tzinfo=UTC)
OWNER: Final = UserId("local-owner")
MAPPINGS: Final = Path(__file__).resolve().parent.parent / "mappings"


def tie(one: str, other: str, strength: float) -> Tie:
    return Tie(
        id=f"{one}-{other}", source_id=one, target_id=other, type="met_with", strength=strength
    )


RECORDS: Final = [
    *(Contact(id=name, name=name.title()) for name in ("ani", "budi", "hadi", "wati")),
    Partner(id="dinas", name="Dinas"),
    Partner(id="firma", name="Firma"),
    Partner(id="zakat", name="Zakat", is_key_partner=True),
    Partner(id="aliansi", name="aliansi"),
    Position(id="p1", contact_id="hadi", partner_id="dinas"),
    tie("ani", "hadi", 0.8),
    tie("budi", "firma", 0.7),
    tie("wati", "firma", 0.6),
    tie("wati", "hadi", 0.6),
]


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small network and the demo, for tests that change nothing in them."""
    with running(tmp_path_factory.mktemp("still")) as house:
        house.add_network(NET)
        write(house, *RECORDS)
        load_demo(house.services.store, OWNER)
        yield house


def write(house: House, *records: Any) -> None:
    house.services.store.commit(NET, [Create(one) for one in records], author=OWNER, at=AT)


def isolated(house: House, status: int = 200, net: str = NET, **asked: Any) -> dict[str, Any]:
    params = {"as_of": ON, **asked}
    answer = house.owner.get(f"/v1/networks/{net}/isolated", params=params)
    assert answer.status_code == status, answer.text
    return answer.json()


def introductions(house: House, status: int = 200, net: str = NET, **asked: Any) -> dict[str, Any]:
    params = {"as_of": ON, **asked}
    answer = house.owner.get(f"/v1/networks/{net}/suggested-introductions", params=params)
    assert answer.status_code == status, answer.text
    return answer.json()


def tiers(told: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(need["rank"], need["partner"]["id"], need["tier"]) for need in told["needs"]]


def ids(actors: list[dict[str, Any]]) -> list[str]:
    return [actor["id"] for actor in actors]


# ---------------------------------------------------------------------------- the order of need


def test_partners_come_in_the_order_of_need_and_equal_ones_by_name(still: House) -> None:
    told = isolated(still, broker="ani")

    assert tiers(told) == [
        (1, "zakat", "cut_off"),
        (2, "aliansi", "cut_off"),
        (3, "firma", "hanging"),
        (4, "dinas", "hanging"),
    ]
    assert (told["total"], told["unreached"], ids(told["brokers"])) == (4, 2, ["ani"])
    assert sum(told["tiers"].values()) == 4
    assert ids(told["needs"][2]["hangs_on"]) == ["hadi", "wati"]
    assert ids(told["needs"][2]["route"]) == ["ani", "hadi", "wati", "firma"]


def test_two_brokers_hold_more_and_an_appointment_that_ends_is_foreseen(still: House) -> None:
    told = isolated(still, broker=["ani", "budi"], broker_until="budi=2026-12-25")
    firma = next(need for need in told["needs"] if need["partner"]["id"] == "firma")

    assert firma["tier"] == "about_to_be"
    assert firma["later"]["tier"] == "hanging"
    assert firma["later"]["endings"] == ["appointment"]
    assert (firma["later"]["on"], told["later_on"]) == ("2027-02-23", "2027-02-23")


def test_a_broker_whose_appointment_has_ended_is_none(still: House) -> None:
    told = isolated(still, broker=["ani", "budi"], broker_until="budi=2026-11-24")

    assert ids(told["brokers"]) == ["ani"]
    assert ids(isolated(still, broker="budi", broker_until=f"budi={ON}")["brokers"]) == ["budi"]


def test_without_brokers_chances_are_null_and_it_says_why(still: House) -> None:
    told = isolated(still)

    assert (told["brokers"], told["unreached"]) == ([], None)
    assert {need["chance"] for need in told["needs"]} == {None}
    assert told["needs"][0]["undefined"]["chance"] == "no_broker"


def test_the_users_own_contacts_are_the_brokers_unless_others_are_named(house: House) -> None:
    house.add_network(NET)
    write(house, *RECORDS)
    store, secret = house.services.store, ""
    for user_id, contact in (("sri", "net/budi"), ("joko", "other/ani"), ("rini", "net/nobody")):
        secret = house.add_user(user_id, net=Role.READER)
        user = store.load_user(UserId(user_id))
        assert user is not None
        store.save_user(replace(user, contact_id=contact))
    reader, address = house.client(secret), f"/v1/networks/{NET}/isolated"

    assert ids(reader.get(address).json()["brokers"]) == ["budi"]
    assert ids(reader.get(address, params={"broker": "ani"}).json()["brokers"]) == ["ani"]


def test_only_key_partners_and_only_the_first(still: House) -> None:
    keys = isolated(still, broker="ani", key_only=True)
    first = isolated(still, broker="ani", limit=1)

    assert (ids([need["partner"] for need in keys["needs"]]), keys["total"]) == (["zakat"], 1)
    assert (len(first["needs"]), first["total"]) == (1, 4)


# ---------------------------------------------------------------------------- introductions


def test_an_introduction_says_through_whom_and_what_it_changes(still: House) -> None:
    told = introductions(still, partner="firma", broker="ani")

    (firma,) = told["partners"]
    first = firma["introductions"][0]
    assert (first["meet"]["id"], first["through"]["id"], first["is_cold"]) == (
        *("hadi", "wati", False),
    )
    assert first["value"] == pytest.approx(first["gain"] * first["chance"] / first["effort"])
    assert first["chance_after"] > firma["chance"]
    assert firma["joint_gain"] <= sum(one["gain"] for one in firma["introductions"]) + 1e-12
    assert firma["reason"] is None


def test_a_partner_that_nobody_knows_is_approached_cold(still: House) -> None:
    (zakat,) = introductions(still, partner="zakat", broker="ani")["partners"]
    (alone,) = introductions(still, partner="zakat")["partners"]

    assert {one["is_cold"] for one in zakat["introductions"]} == {True}
    assert zakat["introductions"][0]["meet"]["id"] == "ani"
    assert (alone["introductions"], alone["reason"]) == ([], "nobody_knows_both")


def test_a_conflict_of_interest_that_holds_keeps_two_apart(house: House) -> None:
    house.add_network(NET)
    write(house, *RECORDS)
    before = introductions(house, partner="firma")["partners"][0]["introductions"]
    write(
        house,
        ConflictOfInterest(
            id="c1", contact_id="hadi", about_ids=("firma",), interest="A share of the firm."
        ),
    )

    after = introductions(house, partner="firma")["partners"][0]["introductions"]

    assert [one["meet"]["id"] for one in before] == ["hadi"]
    assert after == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"broker": "nobody"}, 404),
        ({"broker_until": "ani"}, 422),
        ({"broker_until": "ani=2026-02-30"}, 422),
        ({"broker_until": "nobody=2026-02-03"}, 404),
        ({"limit": 501}, 422),
        ({"brokers": "ani"}, 422),
    ],
)
def test_what_cannot_be_answered_is_refused(
    still: House, asked: dict[str, str], status: int
) -> None:
    isolated(still, status, **asked)


def test_at_the_end_of_the_calendar_nothing_lies_ahead(still: House) -> None:
    told = isolated(still, as_of="9999-12-31", broker="ani")

    assert told["later_on"] == "9999-12-31"


def test_introductions_are_for_partners_and_for_a_score_of_them_at_most(still: House) -> None:
    introductions(still, 422)
    introductions(still, 404, partner="ani")
    introductions(still, 404, partner="nobody")
    introductions(still, 422, partner=["firma"] * 21)


# ---------------------------------------------------------------------------- the demo, real data


def test_the_demo_end_to_end(still: House) -> None:
    told = isolated(still, net="demo", broker="rina", limit=500)
    by_id = {need["partner"]["id"]: need for need in told["needs"]}

    assert told["total"] == len(by_id) > 50
    assert by_id["kementerian-air"]["tier"] == "out_of_reach"
    assert ids(by_id["tirta-fund"]["hangs_on"]) == ["handoko"]
    near = still.owner.get(
        "/v1/networks/demo/reach/partners", params={"from": "rina", "limit": 500, "as_of": ON}
    ).json()
    assert told["unreached"] == near["unreached_total"]
    for one in near["reached"]:
        assert by_id[one["actor"]["id"]]["chance"] == pytest.approx(one["probability"])
    asked = ["nordavia", "filantropi", "kementerian-air"]
    for partner in introductions(still, net="demo", broker="rina", partner=asked)["partners"]:
        assert len(partner["introductions"]) == 3
        for one in partner["introductions"]:
            assert one["chance_after"] >= partner["chance"]
            assert one["worst_after"] >= partner["worst"]


@pytest.mark.data
def test_departments_of_real_ministers(tmp_path: Path, data_folder: Path) -> None:
    """Amanda Solloway served in three departments; nobody serves in one that was dissolved."""
    with open_desk(tmp_path) as desk:
        desk.run(data_folder / "uk_ministers", load_mapping(MAPPINGS / "uk_ministers.toml"))
        reader = Principal(User(id=AUTHOR, name="Sari"), {NETWORK: Role.READER})
        visit, snapshots = Visit(desk.store, reader, NETWORK, NOW), Snapshots(desk.store)
        minister = "b5fce685-bbe9-41c9-94f9-05df046b0463"
        on = date(2026, 11, 25)

        told = find_isolated(
            visit, snapshots, IsolationQuestion(on=on, brokers=(minister,), limit=500)
        )
        last = told.needs[0]
        suggested = suggest_introductions(
            visit,
            snapshots,
            IntroductionsQuestion(on=on, brokers=(minister,), partners=(last.partner.id,)),
        )

    by_name = {need.partner.name: need for need in told.needs}
    assert by_name["Civil Service Department"].tier == "cut_off"
    assert by_name["Civil Service Department"].harmonic == 0
    assert by_name["Conservative"].chance
    assert told.unreached == sum(need.chance == 0 for need in told.needs)
    assert all(one.is_cold for one in suggested.partners[0].introductions)
