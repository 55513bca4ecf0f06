"""Lists: filters, order, pages, days, and whose notes they show."""

from typing import Any

import pytest

from graph.errors import InvalidQuestionError
from graph.ports import FILTERS, Change, Remove, Store
from graph.records.ties import TieType
from graph.vocabulary import (
    ActorKind,
    Capacity,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    PartnerKind,
    PositionType,
    RequestState,
    Sector,
)
from tests.contract.made import (
    ANI,
    BUDI,
    add,
    conflict,
    contact,
    day,
    found,
    introduction,
    meeting,
    note,
    partner,
    position,
    tie,
    write,
)


@pytest.fixture
def filled(store: Store, net: NetworkId) -> NetworkId:
    add(
        store,
        net,
        partner(
            "p1",
            "Alfa",
            sector=Sector.GOVERNMENT,
            level=Level.DISTRICT,
            region="Mataram",
            is_key_partner=True,
            tags=("wash", "key"),
        ),
        partner(
            "p2", "Beta", kind=PartnerKind.UNIT, parent_id="p1", region="Selong", tags=("Wash",)
        ),
        contact("c1", "Ani", is_leader=True, region="Mataram", seniority=6, tags=("wash",)),
        contact("c2", "Budi", do_not_ask=True, seniority=2),
        contact("c3", "Cici"),
        batch_id="b1",
    )
    add(
        store,
        net,
        position("po1", "c1", "p1", "2020", "2021", type=PositionType.LEADS),
        position("po2", "c2", "p1", "2022", capacity=Capacity.PLT),
        position("po3", "c1", "p2"),
        tie("t1", "c1", "c2", "3 Mei 2020", "Juni 2021"),
        tie("t2", "c2", "c1", type="advises"),
        tie("t3", "c2", "p1", None, "2019", type="my_own"),
        meeting("m1", "2024", "c1", "c2"),
        meeting("m2", "2024-02-03", "c2", "p1", kind=InteractionKind.CALL),
        meeting("m3", "2023-12-31", "c1", "p1"),
        note("n1", "c1", is_private=False),
        note("n2", "c2", is_private=False),
        TieType(id="my_own"),
        TieType(id="also"),
        introduction("r1", "c2", "c1", told="0 asked 2024-05-03"),
        introduction("r2", "c3", "c2", "c1", starter_id="p1"),
        conflict("k1", "c1", "p1", "c2"),
        conflict("k2", "c2", "p1"),
        batch_id="b2",
    )
    return net


@pytest.mark.parametrize(
    ("noun", "filters", "expected"),
    [
        (Noun.PARTNER, {}, "p1 p2"),
        (Noun.PARTNER, {"sector": Sector.GOVERNMENT}, "p1"),
        (Noun.PARTNER, {"sector": "donor"}, ""),
        (Noun.PARTNER, {"level": "district"}, "p1"),
        (Noun.PARTNER, {"kind": "unit"}, "p2"),
        (Noun.PARTNER, {"region": "Selong"}, "p2"),
        (Noun.PARTNER, {"parent_id": "p1"}, "p2"),
        (Noun.PARTNER, {"is_key_partner": True}, "p1"),
        (Noun.PARTNER, {"is_key_partner": False}, "p2"),
        (Noun.PARTNER, {"tag": "wash"}, "p1"),
        (Noun.PARTNER, {"tag": "was"}, ""),
        (Noun.PARTNER, {"batch_id": "b1"}, "p1 p2"),
        (Noun.PARTNER, {"batch_id": "b2"}, ""),
        (Noun.PARTNER, {"region": "Mataram", "sector": "government", "tag": "key"}, "p1"),
        (Noun.PARTNER, {"region": "Mataram", "kind": "unit"}, ""),
        (Noun.CONTACT, {}, "c1 c2 c3"),
        (Noun.CONTACT, {"is_leader": True}, "c1"),
        (Noun.CONTACT, {"is_leader": False}, "c2 c3"),
        (Noun.CONTACT, {"region": "Mataram"}, "c1"),
        (Noun.CONTACT, {"region": ""}, "c2 c3"),
        (Noun.CONTACT, {"seniority": 2}, "c2"),
        (Noun.CONTACT, {"do_not_ask": True}, "c2"),
        (Noun.CONTACT, {"tag": "wash"}, "c1"),
        (Noun.CONTACT, {"batch_id": "b1"}, "c1 c2 c3"),
        (Noun.CONTACT, {"partner_id": "p1"}, "c1 c2"),
        (Noun.CONTACT, {"partner_id": "p1", "seniority": 6}, "c1"),
        (Noun.CONTACT, {"partner_id": "c1"}, ""),
        (Noun.CONTACT, {"partner_id": "stranger"}, ""),
        (Noun.POSITION, {}, "po1 po2 po3"),
        (Noun.POSITION, {"contact_id": "c1"}, "po1 po3"),
        (Noun.POSITION, {"partner_id": "p1"}, "po1 po2"),
        (Noun.POSITION, {"contact_id": "c1", "partner_id": "p1"}, "po1"),
        (Noun.POSITION, {"contact_id": "stranger"}, ""),
        (Noun.POSITION, {"type": "leads"}, "po1"),
        (Noun.POSITION, {"capacity": "plt"}, "po2"),
        (Noun.POSITION, {"contact_id": "c1", "type": "works_for"}, "po3"),
        (Noun.POSITION, {"batch_id": "b2"}, "po1 po2 po3"),
        (Noun.TIE, {}, "t1 t2 t3"),
        (Noun.TIE, {"actor_id": "c1"}, "t1 t2"),
        (Noun.TIE, {"actor_id": "p1"}, "t3"),
        (Noun.TIE, {"source_id": "c2"}, "t2 t3"),
        (Noun.TIE, {"target_id": "c1"}, "t2"),
        (Noun.TIE, {"source_id": "c2", "target_id": "p1"}, "t3"),
        (Noun.TIE, {"actor_id": "p1", "source_id": "c1"}, ""),
        (Noun.TIE, {"actor_id": "c1", "source_id": "c2"}, "t2"),
        (Noun.TIE, {"type": "my_own"}, "t3"),
        (Noun.TIE, {"actor_id": "c2", "type": "knows"}, "t1"),
        (Noun.TIE, {"type": "never_used"}, ""),
        (Noun.TIE, {"batch_id": "b1"}, ""),
        (Noun.INTERACTION, {}, "m2 m1 m3"),
        (Noun.INTERACTION, {"actor_id": "c1"}, "m1 m3"),
        (Noun.INTERACTION, {"actor_id": "p1"}, "m2 m3"),
        (Noun.INTERACTION, {"actor_id": "p2"}, ""),
        (Noun.INTERACTION, {"kind": "call"}, "m2"),
        (Noun.INTERACTION, {"held_from": day("2024-01-01")}, "m2 m1"),
        (Noun.INTERACTION, {"held_from": day("2024-01-02")}, "m2"),
        (Noun.INTERACTION, {"held_to": day("2024-01-01")}, "m1 m3"),
        (Noun.INTERACTION, {"held_to": day("2023-12-31")}, "m3"),
        (Noun.INTERACTION, {"held_from": day("2023-12-31"), "held_to": day("2024")}, "m1 m3"),
        (Noun.INTERACTION, {"actor_id": "c1", "held_to": day("2023-12-31")}, "m3"),
        (Noun.INTERACTION, {"batch_id": "b2"}, "m2 m1 m3"),
        (Noun.NOTE, {}, "n1 n2"),
        (Noun.NOTE, {"about_id": "c1"}, "n1"),
        (Noun.NOTE, {"about_id": "stranger"}, ""),
        (Noun.NOTE, {"batch_id": "b2"}, "n1 n2"),
        (Noun.TIE_TYPE, {}, "also my_own"),
        (Noun.INTRODUCTION, {}, "r1 r2"),
        (Noun.INTRODUCTION, {"leader_id": "c1"}, "r1 r2"),
        (Noun.INTRODUCTION, {"leader_id": "c2"}, ""),
        (Noun.INTRODUCTION, {"starter_id": "p1"}, "r2"),
        (Noun.INTRODUCTION, {"asker_id": "c2"}, "r1 r2"),
        (Noun.INTRODUCTION, {"asker_id": "c1"}, ""),
        (Noun.INTRODUCTION, {"asked_id": "c2"}, "r2"),
        (Noun.INTRODUCTION, {"waiting_on": "c1"}, "r1"),
        (Noun.INTRODUCTION, {"state": "draft"}, "r2"),
        (Noun.INTRODUCTION, {"state": RequestState.ASKED}, "r1"),
        (Noun.INTRODUCTION, {"is_open": True}, "r1"),
        (Noun.INTRODUCTION, {"is_open": False}, "r2"),
        (Noun.INTRODUCTION, {"is_open": False, "waiting_on": "c1"}, ""),
        (Noun.INTRODUCTION, {"asker_id": "c2", "is_open": False}, "r2"),
        (Noun.INTRODUCTION, {"batch_id": "b2"}, "r1 r2"),
        (Noun.INTRODUCTION, {"batch_id": "b1"}, ""),
        (Noun.INTRODUCTION, {"batch_id": "b1", "leader_id": "c1"}, ""),
        (Noun.CONFLICT, {}, "k1 k2"),
        (Noun.CONFLICT, {"contact_id": "c1"}, "k1"),
        (Noun.CONFLICT, {"about_id": "c2"}, "k1"),
        (Noun.CONFLICT, {"about_id": "p1", "contact_id": "c2"}, "k2"),
        (Noun.CONFLICT, {"about_id": "c1"}, ""),
        (Noun.CONFLICT, {"batch_id": "b1"}, ""),
    ],
)
def test_a_filter_keeps_what_it_names(
    store: Store, filled: NetworkId, noun: Noun, filters: dict[str, Any], expected: str
) -> None:
    assert found(store, filled, noun, **filters) == expected.split()


def test_every_filter_of_the_port_is_tried_here() -> None:
    cases = test_a_filter_keeps_what_it_names.pytestmark[0].args[1]  # type: ignore[attr-defined]
    tried = {(noun, name) for noun, filters, _ in cases for name in filters}

    assert tried == {(noun, name) for noun, names in FILTERS.items() for name in names}


@pytest.mark.parametrize(
    ("noun", "filters"),
    [
        (Noun.TIE_TYPE, {"batch_id": "b"}),
        (Noun.PARTNER, {"name": "Alfa"}),
        (Noun.TIE, {"sector": "donor"}),
        (Noun.CONTACT, {"seniority": "6"}),
        (Noun.CONTACT, {"is_leader": "yes"}),
        (Noun.CONTACT, {"seniority": 2**80}),
        (Noun.INTERACTION, {"held_from": 10**30}),
        (Noun.CONTACT, {"region": "\ud800"}),
        (Noun.CONTACT, {"region": 5}),
        (Noun.CONTACT, {"seniority": True}),
        (Noun.INTRODUCTION, {"is_open": "true"}),
        (Noun.INTRODUCTION, {"actor_id": "c1"}),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(
    store: Store, net: NetworkId, noun: Noun, filters: dict[str, Any]
) -> None:
    with pytest.raises(InvalidQuestionError) as refused:
        store.find(net, noun, filters, reader=ANI)

    assert [issue.field for issue in refused.value.issues] == [*filters]


NAMED_ALIKE = [("c7", "Ani"), ("c2", "ani"), ("c9", "Dr. Ani"), ("c1", "Áni"), ("c5", "Budi")]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
def test_pages_follow_each_other_also_through_equal_names(
    store: Store, net: NetworkId, limit: int
) -> None:
    add(store, net, *[contact(id_, name) for id_, name in NAMED_ALIKE])

    assert _walk(store, net, Noun.CONTACT, limit) == ["c1", "c2", "c7", "c9", "c5"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize(
    ("noun", "order"),
    [
        (Noun.PARTNER, "p1 p2"),
        (Noun.CONTACT, "c1 c2 c3"),
        (Noun.POSITION, "po1 po2 po3"),
        (Noun.TIE, "t1 t2 t3"),
        (Noun.INTERACTION, "m2 m1 m3"),
        (Noun.NOTE, "n1 n2"),
        (Noun.TIE_TYPE, "also my_own"),
        (Noun.INTRODUCTION, "r1 r2"),
        (Noun.CONFLICT, "k1 k2"),
    ],
)
def test_every_list_can_be_walked_page_by_page(
    store: Store, filled: NetworkId, noun: Noun, order: str, limit: int
) -> None:
    assert _walk(store, filled, noun, limit) == order.split()


@pytest.mark.parametrize(
    ("noun", "filters"),
    [
        (Noun.TIE, {"actor_id": "c1"}),
        (Noun.POSITION, {"partner_id": "p1"}),
        (Noun.CONTACT, {"partner_id": "p1"}),
        (Noun.INTERACTION, {"actor_id": "c1"}),
        (Noun.NOTE, {"batch_id": "b2"}),
        (Noun.INTRODUCTION, {"asker_id": "c2"}),
    ],
)
def test_a_filtered_list_can_be_walked_too(
    store: Store, filled: NetworkId, noun: Noun, filters: dict[str, Any]
) -> None:
    assert _walk(store, filled, noun, 1, **filters) == found(store, filled, noun, **filters)


def test_meetings_of_one_day_are_ordered_by_id(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b"))
    add(store, net, *[meeting(id_, "2024-05-01", "a", "b") for id_ in ("m3", "m1", "m2")])
    add(store, net, meeting("m0", "2024-04-30", "a", "b"), meeting("m9", "2024-05-02", "a", "b"))

    for limit in (1, 2, 5):
        assert _walk(store, net, Noun.INTERACTION, limit) == ["m9", "m1", "m2", "m3", "m0"]


def test_names_are_ordered_without_titles_and_accents(store: Store, net: NetworkId) -> None:
    names = {
        "a": "Prof. Dr. Zaini",
        "b": "Émile",
        "c": "Drs. H. Lalu Ahmad",
        "d": "fatima",
        "e": "!?",
    }
    add(store, net, *[contact(id_, name) for id_, name in names.items()])

    assert found(store, net, Noun.CONTACT) == ["e", "b", "d", "c", "a"]


@pytest.mark.parametrize(
    "cursor", ["", "x", "WyJ0aWUiLCJhIl0", "\ud800", "é", "[]", "bnVsbA", "0" * 9999]
)
def test_what_is_no_cursor_is_refused(store: Store, net: NetworkId, cursor: str) -> None:
    for noun in Noun:
        with pytest.raises(InvalidQuestionError) as refused:
            store.find(net, noun, {}, reader=ANI, after=cursor)
        assert refused.value.issues[0].field == "cursor"


def test_the_cursor_of_another_list_is_refused(store: Store, filled: NetworkId) -> None:
    cursors = {noun: store.find(filled, noun, {}, reader=ANI, limit=1).next for noun in Noun}

    for noun in Noun:
        for other in set(Noun) - {noun}:
            with pytest.raises(InvalidQuestionError):
                store.find(filled, noun, {}, reader=ANI, after=cursors[other])


def test_a_page_starts_after_its_cursor_even_if_that_record_is_gone(
    store: Store, filled: NetworkId
) -> None:
    first = store.find(filled, Noun.TIE, {}, reader=ANI, limit=1)
    write(store, filled, [Remove(Noun.TIE, "t1"), Remove(Noun.TIE, "t2")])

    rest = store.find(filled, Noun.TIE, {}, reader=ANI, limit=1, after=first.next)

    assert [item.record.id for item in rest.items] == ["t3"]
    assert rest.next is None


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("2020-05-02", False),
        ("2020-05-03", True),
        ("2021-06-30", True),
        ("2021-07-01", False),
    ],
)
def test_a_tie_holds_from_its_first_to_its_last_day(
    store: Store, filled: NetworkId, text: str, is_valid: bool
) -> None:
    for filters in ({}, {"actor_id": "c1"}):
        page = store.find(filled, Noun.TIE, filters, reader=ANI, as_of=day(text))
        assert ("t1" in [item.record.id for item in page.items]) is is_valid


@pytest.mark.parametrize(
    ("noun", "text", "expected"),
    [
        (Noun.TIE, "1500-01-01", "t2 t3"),
        (Noun.TIE, "2019-12-31", "t2 t3"),
        (Noun.TIE, "2020-01-01", "t2"),
        (Noun.TIE, "9999-12-31", "t2"),
        (Noun.POSITION, "2019-12-31", "po3"),
        (Noun.POSITION, "2020-01-01", "po1 po3"),
        (Noun.POSITION, "2021-12-31", "po1 po3"),
        (Noun.POSITION, "2022-01-01", "po2 po3"),
        (Noun.INTERACTION, "2023-12-30", ""),
        (Noun.INTERACTION, "2023-12-31", "m3"),
        (Noun.INTERACTION, "2024-01-01", "m1 m3"),
        (Noun.INTERACTION, "2024-02-03", "m2 m1 m3"),
        (Noun.CONTACT, "1500-01-01", "c1 c2 c3"),
        (Noun.NOTE, "1500-01-01", "n1 n2"),
    ],
)
def test_a_list_of_a_day_keeps_what_held_then(
    store: Store, filled: NetworkId, noun: Noun, text: str, expected: str
) -> None:
    page = store.find(filled, noun, {}, reader=ANI, as_of=day(text))

    assert [item.record.id for item in page.items] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"), [("2021-12-31", "c1"), ("2022-01-01", "c2"), ("2019-12-31", "")]
)
def test_people_of_a_partner_are_those_of_the_day(
    store: Store, filled: NetworkId, text: str, expected: str
) -> None:
    page = store.find(filled, Noun.CONTACT, {"partner_id": "p1"}, reader=ANI, as_of=day(text))

    assert [item.record.id for item in page.items] == expected.split()


def test_a_removed_position_makes_nobody_a_member(store: Store, filled: NetworkId) -> None:
    write(store, filled, [Remove(Noun.POSITION, "po1")])

    assert found(store, filled, Noun.CONTACT, partner_id="p1") == ["c2"]


def test_removed_records_have_a_list_of_their_own(store: Store, filled: NetworkId) -> None:
    write(store, filled, [Remove(Noun.TIE, "t1"), Remove(Noun.CONTACT, "c3")])

    def removed(noun: Noun, **filters: Any) -> list[str]:
        page = store.find(filled, noun, filters, reader=ANI, removed=True)
        return [item.record.id for item in page.items]

    assert removed(Noun.TIE) == ["t1"]
    assert removed(Noun.TIE, actor_id="c1") == ["t1"]
    assert removed(Noun.TIE, actor_id="p1") == []
    assert removed(Noun.CONTACT) == ["c3"]
    assert removed(Noun.PARTNER) == []


def test_records_in_use_are_counted_by_kind(store: Store, filled: NetworkId) -> None:
    add(store, filled, note("n3", "c1"), author=BUDI)
    write(store, filled, [Remove(Noun.TIE, "t1"), Remove(Noun.CONTACT, "c3")])

    assert store.count(filled) == {
        Noun.PARTNER: 2,
        Noun.CONTACT: 2,
        Noun.POSITION: 3,
        Noun.TIE: 2,
        Noun.INTERACTION: 3,
        Noun.NOTE: 3,
        Noun.TIE_TYPE: 2,
        Noun.INTRODUCTION: 2,
        Noun.CONFLICT: 2,
    }


def test_ids_tell_versions_and_what_is_removed(store: Store, filled: NetworkId) -> None:
    write(
        store,
        filled,
        [Remove(Noun.CONTACT, "c3"), Change(contact("c2", "B"), 1), Remove(Noun.TIE, "t1")],
    )

    assert store.ids_of(filled, Noun.CONTACT) == {"c1": 1, "c2": 2, "c3": -2}
    assert store.ids_of(filled, Noun.PARTNER) == {"p1": 1, "p2": 1}
    assert store.ids_of(filled, Noun.TIE) == {"t1": -2, "t2": 1, "t3": 1}
    assert store.ids_of(filled, Noun.NOTE) == {"n1": 1, "n2": 1}


def test_kinds_tell_people_from_organisations(store: Store, filled: NetworkId) -> None:
    write(store, filled, [Remove(Noun.CONTACT, "c3")])

    asked = ["c1", "c3", "p1", "stranger", "t1", "", "\ud800", "c1"]

    assert store.kinds_of(filled, asked) == {
        "c1": ActorKind.CONTACT,
        "c3": ActorKind.CONTACT,
        "p1": ActorKind.PARTNER,
    }


def test_unknown_ids_are_absent(store: Store, filled: NetworkId) -> None:
    asked = ["c1", "p1", "stranger", "", "\ud800", "c1' OR 1=1", "x" * 5_000]

    assert store.load(filled, Noun.CONTACT, asked, reader=ANI).keys() == {"c1"}
    assert store.load(filled, Noun.CONTACT, [], reader=ANI) == {}


def test_a_private_note_is_read_by_its_author_alone(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c1"))
    add(store, net, note("mine", "c1"), author=ANI)
    add(store, net, note("yours", "c1"), note("open", "c1", is_private=False), author=BUDI)
    asked = ["mine", "yours", "open"]

    assert store.load(net, Noun.NOTE, asked, reader=ANI).keys() == {"mine", "open"}
    assert store.load(net, Noun.NOTE, asked, reader=BUDI).keys() == {"yours", "open"}
    assert found(store, net, Noun.NOTE) == ["mine", "open"]
    assert found(store, net, Noun.NOTE, about_id="c1") == ["mine", "open"]
    write(store, net, [Remove(Noun.NOTE, "yours"), Remove(Noun.NOTE, "mine")], author=BUDI)
    page = store.find(net, Noun.NOTE, {}, reader=BUDI, removed=True)
    assert [item.record.id for item in page.items] == ["yours"]


def _walk(store: Store, net: NetworkId, noun: Noun, limit: int, **filters: Any) -> list[str]:
    ids: list[str] = []
    after: str | None = None
    while True:
        page = store.find(net, noun, filters, reader=ANI, limit=limit, after=after)
        assert len(page.items) <= limit
        ids += [item.record.id for item in page.items]
        after = page.next
        if after is None:
            return ids
