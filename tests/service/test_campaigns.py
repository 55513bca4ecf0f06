"""Several leaders at once, and whom our people come near: by REST, on the demo and on real data."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from graph.access.campaign import MOST_LEADERS, Advice
from graph.ports import Change, Create
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest, RequestEvent, RequestStep
from graph.records.ties import Tie
from graph.records.users import User
from graph.vocabulary import NetworkId, PositionType, RequestState, Role, UserId
from service.cli.demo import load_demo
from service.exchange.mapping import load_mapping
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases.accessibility import AccessibilityQuestion, find_leaders
from service.usecases.campaigns import CampaignQuestion, find_campaign
from service.usecases.visits import Visit
from tests.service.clients import House, running
from tests.service.importing import AUTHOR, NETWORK, NOW, open_desk

NET: Final = NetworkId("net")
ON: Final = "2026-11-25"
AT: Final = datetime(2026, 11, 25, tzinfo=UTC)
MAPPINGS: Final = Path(__file__).resolve().parent.parent / "mappings"


def tie(one: str, other: str, strength: float) -> Tie:
    return Tie(id=f"{one}-{other}", source_id=one, target_id=other, type="knows", strength=strength)


PEOPLE: Final = [
    *(Contact(id=name, name=name.title()) for name in ("ani", "budi", "hadi")),
    *(Contact(id=name, name=name.title(), is_leader=True) for name in ("bupati", "sekda", "camat")),
    Partner(id="kantor", name="Kantor Bupati", is_key_partner=True),
    Partner(id="kosong", name="Dinas Kosong"),
    Position(id="p1", contact_id="bupati", partner_id="kantor", type=PositionType.LEADS),
    tie("ani", "hadi", 0.9),
    tie("hadi", "bupati", 0.9),
    tie("hadi", "sekda", 0.6),
    tie("ani", "budi", 0.8),
    tie("budi", "bupati", 0.4),
]


def open_request(number: int, asked: str) -> IntroductionRequest:
    day = parse_date("2026-11-20")
    return IntroductionRequest(
        id=f"r{number}",
        leader_id=asked,
        starter_id="budi",
        steps=(RequestStep("budi", asked),),
        events=(RequestEvent(step=0, state=RequestState.ASKED, on=day, noted_on=day),),
    )


def write(house: House, *records: Any) -> None:
    author = UserId("local-owner")
    house.services.store.commit(NET, [Create(record) for record in records], author=author, at=AT)


def change(house: House, record: Any) -> None:
    author = UserId("local-owner")
    house.services.store.commit(NET, [Change(record, None)], author=author, at=AT)


@pytest.fixture
def district(house: House) -> House:
    house.add_network(NET)
    write(house, *PEOPLE)
    return house


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same district for tests that change nothing in it, and the demo."""
    with running(tmp_path_factory.mktemp("still")) as house:
        house.add_network(NET)
        write(house, *PEOPLE)
        load_demo(house.services.store, UserId("local-owner"))
        yield house


def asked(
    house: House, *leaders: str, status: int = 200, ours: list[str] | None = None, **how: Any
) -> dict[str, Any]:
    said = {
        "leaders": [{"id": leader} for leader in leaders],
        "from": ["ani"] if ours is None else ours,
        "as_of": ON,
        "least_probability": 0,
        **how,
    }
    answer = house.owner.post(f"/v1/networks/{NET}/campaigns", json=said)
    assert answer.status_code == status, answer.text
    return answer.json()


def chains(told: dict[str, Any]) -> list[str]:
    return [
        " ".join(actor["id"] for actor in plan["chosen"]["actors"])
        if plan["chosen"]
        else plan["advice"]
        for plan in told["leaders"]
    ]


# ---------------------------------------------------------------------------- campaigns


def test_with_room_for_two_the_same_go_between_is_asked_twice(still: House) -> None:
    told = asked(still, "bupati", "sekda")

    assert chains(told) == ["ani hadi bupati", "ani hadi sekda"]
    assert told["expected"] == pytest.approx(sum(plan["expected"] for plan in told["leaders"]))
    assert (told["is_optimal"], told["bound"]) == (True, told["expected"])
    favours = [(one["person"]["id"], one["times"], one["room"]) for one in told["favours"]]
    assert favours == [
        ("hadi", 2, 3),
        ("bupati", 1, 3),
        ("sekda", 1, 3),
    ]


def test_a_cap_of_ones_own_and_requests_that_wait_leave_room_for_one(district: House) -> None:
    change(district, Contact(id="hadi", name="Hadi", request_cap=2))
    write(district, open_request(1, "hadi"))

    told = asked(district, "bupati", "sekda")

    assert chains(told) == ["ani budi bupati", "ani hadi sekda"]
    bupati = told["leaders"][0]
    assert [taken["person"]["id"] for taken in bupati["taken"]] == ["hadi"]
    assert [one["id"] for one in bupati["taken"][0]["leaders"]] == ["sekda"]
    assert bupati["given_up"] == pytest.approx(
        bupati["alone"]["probability"] - bupati["chosen"]["probability"]
    )


def test_a_larger_value_decides_who_has_the_go_between(district: House) -> None:
    change(district, Contact(id="hadi", name="Hadi", request_cap=1))

    told = asked(district, leaders=[{"id": "bupati", "value": 50}, {"id": "sekda"}])

    assert chains(told) == ["ani hadi bupati", "given_up"]


def test_nobody_at_the_cap_is_asked(district: House) -> None:
    change(district, Contact(id="hadi", name="Hadi", request_cap=0))

    told = asked(district, "bupati", "sekda", "camat")

    assert chains(told) == ["ani budi bupati", "at_cap", "no_route"]
    assert [one["id"] for one in told["leaders"][1]["at_cap"]] == ["hadi"]
    assert told["leaders"][2]["reason"] == "nobody_at_leader"


def test_nobody_is_asked_along_a_chain_too_unlikely(still: House) -> None:
    told = asked(still, "sekda", least_probability=0.9)

    assert chains(told) == ["too_unlikely"]
    assert told["leaders"][0]["alone"]["probability"] < 0.9
    assert told["favours"] == []


def test_an_organisation_stands_for_its_head_and_its_people_may_start(still: House) -> None:
    assert chains(asked(still, "kantor")) == ["ani hadi bupati"]
    told = asked(still, "sekda", ours=["kantor", "budi"])
    assert chains(told) == ["bupati hadi sekda"]
    assert [start["id"] for start in told["source"]] == ["kantor", "budi"]


def test_all_that_is_wrong_is_told_at_once(still: House) -> None:
    told = asked(
        still,
        status=422,
        leaders=[{"id": "sekda"}, {"id": "sekda"}, {"id": "bupati"}],
        avoid=["budi"] * 101,
    )

    assert {(error["field"], error["code"]) for error in told["errors"]} == {
        ("leaders[1].id", "leader-twice"),
        ("avoid", "too-many"),
    }


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"leaders": []}, "leaders"),
        ({"leaders": [{"id": f"c{n}"} for n in range(MOST_LEADERS + 1)]}, "leaders"),
        ({"leaders": [{"id": "sekda", "value": 0}]}, "leaders[0].value"),
        ({"leaders": [{"id": "sekda", "value": 101}]}, "leaders[0].value"),
        ({"ours": []}, "from"),
        ({"ours": ["ani"] * 51}, "from"),
        ({"max_steps": 7}, "max_steps"),
        ({"least_probability": 1.1}, "least_probability"),
        ({"types": ["nods_at"]}, "types"),
        ({"ours": ["sekda"]}, "leaders[0].id"),
        ({"friends": 1}, "friends"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_field(
    still: House, how: dict[str, Any], field: str
) -> None:
    told = asked(still, "sekda", status=422, **how)

    assert [error["field"] for error in told["errors"]] == [field]


def test_ends_that_are_not_there_are_refused(still: House) -> None:
    assert asked(still, "nobody", status=404)["facts"]["record_id"] == "nobody"
    assert asked(still, "kosong", status=409)["type"] == "/problems/refused-end"
    assert asked(still, "sekda", avoid=["sekda"], status=409)["facts"]["actor_id"] == "sekda"


def test_a_reader_may_ask_and_a_stranger_may_not(district: House) -> None:
    said = {"leaders": [{"id": "sekda"}], "from": ["ani"]}
    for user, roles, status in (("rina", {NET: Role.READER}, 200), ("tamu", {}, 404)):
        client = district.client(district.add_user(user, **roles))
        assert client.post(f"/v1/networks/{NET}/campaigns", json=said).status_code == status


# ---------------------------------------------------------------------------- whom we come near


def near(house: House, what: str, **how: Any) -> dict[str, Any]:
    answer = house.owner.get(
        f"/v1/networks/{NET}/reach/{what}", params={"from": ["ani"], "as_of": ON, **how}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_leaders_come_by_how_near_we_are_and_those_out_of_reach_apart(still: House) -> None:
    told = near(still, "leaders")

    assert [(one["actor"]["id"], one["beside"]["id"]) for one in told["reached"]] == [
        ("bupati", "hadi"),
        ("sekda", "hadi"),
    ]
    assert [one["actor"]["id"] for one in told["unreached"]] == ["camat"]
    assert (told["reached_total"], told["unreached_total"]) == (2, 1)
    assert told["unreached"][0]["steps"] is None


def test_partners_are_reached_by_their_people(still: House) -> None:
    told = near(still, "partners")

    (kantor,), (kosong,) = told["reached"], told["unreached"]
    assert (kantor["actor"]["id"], kantor["by"]["id"], kantor["people"]) == ("kantor", "bupati", 1)
    assert (kosong["actor"]["id"], kosong["by"], kosong["people"]) == ("kosong", None, 0)
    assert near(still, "partners", key_only=True)["unreached"] == []


def test_a_list_is_as_long_as_asked_and_counts_the_rest(still: House) -> None:
    told = near(still, "leaders", limit=1)

    assert (len(told["reached"]), told["reached_total"]) == (1, 2)


@pytest.mark.parametrize("what", ["leaders", "partners"])
def test_reach_refuses_what_is_out_of_bounds(still: House, what: str) -> None:
    address = f"/v1/networks/{NET}/reach/{what}"
    for params, status in (
        ({}, 422),
        ({"from": ["ani"], "max_steps": 7}, 422),
        ({"from": ["ani"], "limit": 501}, 422),
        ({"from": ["ani"] * 51}, 422),
        ({"from": ["ani"], "to": "sekda"}, 422),
        ({"from": ["nobody"]}, 404),
        ({"from": ["ani"], "avoid": ["ani"]}, 409),
    ):
        assert still.owner.get(address, params=params).status_code == status, params


# ---------------------------------------------------------------------------- the demo


def campaign_of(still: House, *ours: str) -> dict[str, Any]:
    """All leaders of the demo at once."""
    net = "/v1/networks/demo"
    found = still.owner.get(f"{net}/contacts", params={"is_leader": True, "limit": 100}).json()
    leaders = [{"id": one["id"]} for one in found["items"] if not one["do_not_ask"]]
    answer = still.owner.post(f"{net}/campaigns", json={"leaders": leaders, "from": ours})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_leaders_of_the_demo_are_shared_under_the_caps(still: House) -> None:
    alone = campaign_of(still, "rina")
    together = campaign_of(still, "laksmini", "oka", "suhartini", "rina")

    assert 0 < alone["expected"] < together["expected"]
    assert {"ask", "given_up", "too_unlikely", "no_route"} == {
        plan["advice"] for plan in alone["leaders"]
    }
    for told in (alone, together):
        assert told["is_optimal"]
        assert told["expected"] == told["bound"]
        chosen = [plan["chosen"] for plan in told["leaders"] if plan["chosen"]]
        used = Counter(one["id"] for chain in chosen for one in chain["actors"][1:])
        room = {one["person"]["id"]: one["room"] for one in told["favours"]}
        assert all(times <= room[person] for person, times in used.items())
        ours = {one["id"] for one in told["source"]}
        assert {chain["actors"][0]["id"] for chain in chosen} <= ours
        for plan in told["leaders"]:
            assert bool(plan["taken"]) == (plan["given_up"] > 0)


def test_the_best_chain_alone_is_the_best_way_that_the_demo_knows(still: House) -> None:
    net = "/v1/networks/demo"
    told = still.owner.post(
        f"{net}/campaigns", json={"leaders": [{"id": "sahnun"}], "from": ["rina"]}
    ).json()
    way = still.owner.get(
        f"{net}/access-paths", params={"from": "rina", "to": "sahnun", "k": 1}
    ).json()

    (plan,) = told["leaders"]
    assert plan["chosen"] == plan["alone"]
    assert plan["chosen"]["probability"] == way["routes"][0]["probability"]


def test_some_partners_of_the_demo_are_reached_by_nobody_who_is_new(still: House) -> None:
    told = still.owner.get(
        "/v1/networks/demo/reach/partners", params={"from": ["rina"], "limit": 500}
    ).json()

    unreached = {one["actor"]["id"] for one in told["unreached"]}
    assert "kementerian-air" in unreached
    assert told["reached_total"] > 50
    assert not unreached & {one["actor"]["id"] for one in told["reached"]}


# ---------------------------------------------------------------------------- real data


@pytest.mark.data
def test_lawmakers_share_the_governors_of_their_states(tmp_path: Path, data_folder: Path) -> None:
    """A senator of Florida reaches her governor, not those of states that she does not serve."""
    with open_desk(tmp_path) as desk:
        desk.run(data_folder / "openstates", load_mapping(MAPPINGS / "openstates.toml"))
        reader = Principal(User(id=AUTHOR, name="Sari"), {NETWORK: Role.READER})
        visit, snapshots = Visit(desk.store, reader, NETWORK, NOW), Snapshots(desk.store)
        senator = "03362949-948c-415d-a5b6-f99e8fbc6495"
        governor = "284392c5-5708-4014-9ea1-9552536c5a3e"
        on = date(2026, 11, 25)
        near = find_leaders(
            visit, snapshots, AccessibilityQuestion(starts=(senator,), on=on, limit=500)
        )
        leaders = [one.actor.id for one in (*near.reached[:9], *near.unreached[:3])]

        told = find_campaign(
            visit,
            snapshots,
            CampaignQuestion(
                leaders=tuple((id_, 1.0) for id_ in dict.fromkeys([governor, *leaders])),
                starts=(senator,),
                on=on,
                floor=0.0,
            ),
        )

    assert told.is_optimal
    assert told.leaders[0].advice is Advice.ASK
    assert told.leaders[0].chosen is not None
    assert len(told.leaders[0].chosen.actors) == 3
    by_id = {plan.leader.id: plan for plan in told.leaders}
    for one in near.unreached[:3]:
        assert by_id[one.actor.id].advice is Advice.NO_ROUTE
    for one in near.reached[:9]:
        alone = by_id[one.actor.id].alone
        assert alone is not None
        assert alone.probability == pytest.approx(one.probability)
