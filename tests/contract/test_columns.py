"""Arrays: what analyses read is what was recorded, whole or by the difference."""

from typing import Any

import numpy as np
import pytest

from graph.network import ActorFlag, Columns, Network, NetworkColumns
from graph.ports import Change, Create, NameEntry, Remove, Restore, Store
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.interactions import Delegate
from graph.records.partners import Partner
from graph.records.stored import AnyRecord
from graph.records.ties import StrengthOverride, TieType
from graph.vocabulary import (
    ActorKind,
    Capacity,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    PartnerKind,
    PositionType,
    Sector,
)
from tests.contract.made import (
    BUDI,
    add,
    contact,
    day,
    introduction,
    meeting,
    note,
    on,
    partner,
    position,
    read,
    tie,
    write,
)

# In the order of their ids, as ``Network.build`` sorts them, so that indexes are equal.
ACTORS: list[Contact | Partner] = [
    partner("a1", sector=Sector.MEDIA, level=Level.VILLAGE, kind=PartnerKind.BODY),
    partner("a2", is_key_partner=True, merged_into="a1", sector=Sector.GOVERNMENT),
    contact("a3", is_leader=True, seniority=6, busyness=0.7),
    contact("a4", do_not_ask=True, is_deceased=True, has_opted_out=True, merged_into="a3"),
    contact("a5", busyness=0.0, seniority=1, request_cap=0),
    contact("a6"),
]
TIES = [
    tie(
        "t1", "a3", "a4", "2020", "2021", strength=0.25, confidence=0.5, last_contact=on("2020-12")
    ),
    tie(
        "t2",
        "a5",
        "a1",
        type="zebra",
        override=StrengthOverride(
            strength=0.0,
            reason="They fell out",
            by=BUDI,
            since=parse_date("2024-05-03"),
            until=parse_date("2024"),
        ),
    ),
    tie("t3", "a4", "a3", "Mei 1999", None, strength=0.0, confidence=0.0),
    tie(
        "t4", "a6", "a5", None, "9999", type="advises", strength=1.0, last_contact=on("1969-12-30")
    ),
]
POSITIONS = [
    position("po1", "a3", "a1", "2020", "2020", type=PositionType.CHAIRS, capacity=Capacity.PJS),
    position("po2", "a6", "a2"),
]
INTERACTIONS = [
    meeting("m1", "2024-05", "a6", "a1", "a3", kind=InteractionKind.JOINT_PROJECT),
    meeting("m2", "1950", "a4", "a5", initiator="a5", answered_on=on("1951-02")),
    meeting(
        "m3",
        "2024-06-01",
        "a6",
        "a1",
        "a3",
        "a5",
        initiator="a1",
        delegates=(Delegate("a6", "a3"), Delegate("a5", "a4")),
    ),
    meeting("m4", "2024-06-02", "a6", "a5", is_planned=True),
    meeting("m5", "2024-06-03", "a6", "a5", is_cancelled=True),
]
REQUESTS = [
    introduction("r1", "a6", "a5", "a3", told="0 asked 2024-05-03, 0 agreed 2024-05-09"),
    introduction("r2", "a6", "a3"),
    introduction(
        "r3", "a5", "a6", "a3", told="0 asked 2024-01, 0 agreed 2024-02, 1 asked 2024, 1 met 2025"
    ),
]
TYPES = [TieType(id="unused"), TieType(id="zebra", prior=0.9, is_on=False)]


def test_columns_equal_those_of_the_same_records(store: Store, net: NetworkId) -> None:
    _filled(store, net)
    add(store, net, note("n", "a3"))

    network = Network.of(store.load_columns(net))

    built = Network.build(
        ACTORS,
        TIES,
        positions=POSITIONS,
        interactions=INTERACTIONS,
        types=TYPES,
        requests=REQUESTS,
        recorded=day("2026-03-01"),
    )
    assert_same(network, built)


def test_what_was_not_held_counts_for_nothing_and_comes_back_when_it_was(
    store: Store, net: NetworkId
) -> None:
    _filled(store, net)
    assert set(store.load_columns(net).participations.key.tolist()) == {0, 1, 2}
    assert store.interactions_between(net, [("a5", "a6")])["a5", "a6"] == (
        read(store, net, Noun.INTERACTION, "m3"),
    )

    write(store, net, [Change(meeting("m5", "2024-06-03", "a6", "a5"), 1)])

    newer = store.load_columns(net, since=1)
    assert newer.participations.key.tolist() == [4, 4]
    assert newer.gone_interactions.tolist() == []


def test_an_interaction_called_off_is_gone_from_the_difference(
    store: Store, net: NetworkId
) -> None:
    _filled(store, net)

    write(store, net, [Change(meeting("m1", "2024-05", "a6", "a1", is_cancelled=True), 1)])

    newer = store.load_columns(net, since=1)
    assert (len(newer.participations), newer.gone_interactions.tolist()) == (0, [0])


def test_an_empty_network_has_empty_columns(store: Store, net: NetworkId) -> None:
    columns = store.load_columns(net)

    assert (columns.revision, columns.since, columns.types, columns.registry) == (0, 0, (), ())
    assert len(Network.of(columns)) == 0


def test_columns_have_the_types_of_the_snapshot(store: Store, net: NetworkId) -> None:
    for columns in (store.load_columns(net), _filled(store, net)):
        for table in (
            *(columns.actors, columns.ties, columns.positions),
            *(columns.participations, columns.asks),
        ):
            for name, dtype in table.DTYPES.items():
                assert getattr(table, name).dtype == dtype


def test_keys_are_dense_numbers_that_stay(store: Store, net: NetworkId) -> None:
    _filled(store, net)
    write(store, net, [Remove(Noun.TIE, "t2"), Change(tie("t3", "a4", "a3"), 1)])
    add(store, net, tie("t5", "a3", "a5"))

    assert sorted(store.load_columns(net).ties.key.tolist()) == [0, 2, 3, 4]


def test_removed_records_are_not_in_use(store: Store, net: NetworkId) -> None:
    _filled(store, net)

    write(
        store,
        net,
        [
            Remove(Noun.TIE, "t1"),
            Remove(Noun.POSITION, "po1"),
            Remove(Noun.INTERACTION, "m1"),
            Remove(Noun.TIE_TYPE, "zebra"),
        ],
    )

    columns = store.load_columns(net)
    assert len(columns.ties) == 3
    assert len(columns.positions) == 1
    assert sorted(columns.participations.key.tolist()) == [1, 1, 2, 2, 2, 2]
    assert columns.registry == (TieType(id="unused"),)


def test_a_removed_actor_keeps_its_row_and_is_marked(store: Store, net: NetworkId) -> None:
    """Ties may name it, and so do arrays."""
    _filled(store, net)
    write(store, net, [Remove(Noun.CONTACT, "a6")])

    network = Network.of(store.load_columns(net))

    assert len(network) == 6
    assert network.actors.flags[5] & ActorFlag.REMOVED
    assert "a6" not in network.index_of
    assert 5 in network.ties.source


STEPS: list[list[Any]] = [
    [Create(contact("b1")), Create(tie("t9", "b1", "a3", type="brand_new"))],
    [Change(contact("a3", seniority=2, is_leader=False), 1), Remove(Noun.CONTACT, "a6")],
    [Change(tie("t1", "a4", "a5", strength=0.75), 1), Remove(Noun.TIE, "t2")],
    [Restore(Noun.TIE, "t2"), Change(tie("t2", "a5", "a1", type="zebra", since=None), None)],
    [Change(position("po2", "a5", "a2", "2024"), 1), Remove(Noun.POSITION, "po1")],
    [Change(meeting("m1", "2025", "a4", "a5", "a6"), 1), Remove(Noun.INTERACTION, "m2")],
    [Restore(Noun.INTERACTION, "m2"), Restore(Noun.POSITION, "po1"), Restore(Noun.CONTACT, "a6")],
    [Create(TieType(id="brand_new", prior=0.4)), Remove(Noun.TIE_TYPE, "unused")],
    [Create(note("n", "a3"))],
    [Change(introduction("r2", "a6", "a3", told="0 asked 2024-07-01"), 1)],
    [Remove(Noun.INTRODUCTION, "r1"), Create(introduction("r4", "a4", "a3"))],
    [Change(introduction("r2", "a6", "a5", "a3"), 2), Restore(Noun.INTRODUCTION, "r1")],
    [Change(meeting("m3", "2024-06-01", "a6", "a3", is_cancelled=True), 1)],
    [Change(meeting("m4", "2024-06-02", "a6", "a5", initiator="a6"), 1)],
    [Change(meeting("m4", "2024-06-02", "a6", "a5", delegates=(Delegate("a6", "a5"),)), 2)],
    [Create(tie("t10", "a1", "a2")), Remove(Noun.TIE, "t10"), Change(contact("a5"), 1)],
]


@pytest.mark.parametrize("stride", [1, 3, len(STEPS)])
def test_a_snapshot_brought_up_to_date_equals_a_full_read(
    store: Store, net: NetworkId, stride: int
) -> None:
    network = Network.of(_filled(store, net))
    for start in range(0, len(STEPS), stride):
        for step in STEPS[start : start + stride]:
            write(store, net, step)

        newer = store.load_columns(net, since=network.revision)
        network = network.updated(newer)

        assert newer.since == start + 1
        assert_same(network, Network.of(store.load_columns(net)))


def test_the_difference_holds_only_what_changed(store: Store, net: NetworkId) -> None:
    _filled(store, net)
    write(store, net, [Change(tie("t1", "a4", "a5"), 1), Remove(Noun.TIE, "t2")])

    newer = store.load_columns(net, since=1)

    assert (newer.revision, newer.since) == (2, 1)
    assert newer.ties.key.tolist() == [0]
    assert newer.gone_ties.tolist() == [1]
    assert len(newer.actors) == len(newer.positions) == len(newer.participations) == 0
    assert newer.gone_positions.tolist() == newer.gone_interactions.tolist() == []
    assert (len(newer.asks), newer.touched_requests.tolist()) == (0, [])


def test_a_removed_actor_of_the_difference_is_marked(store: Store, net: NetworkId) -> None:
    _filled(store, net)
    write(store, net, [Remove(Noun.CONTACT, "a6")])

    newer = store.load_columns(net, since=1)

    assert newer.actors.index.tolist() == [5]
    assert newer.actors.flags[0] & ActorFlag.REMOVED


def test_nothing_new_is_an_empty_difference(store: Store, net: NetworkId) -> None:
    _filled(store, net)

    newer = store.load_columns(net, since=1)

    assert (newer.revision, newer.since, len(newer.actors), len(newer.ties)) == (1, 1, 0, 0)


def test_a_revision_that_never_was_gives_a_full_read(store: Store, net: NetworkId) -> None:
    _filled(store, net)

    columns = store.load_columns(net, since=99)

    assert columns.since == 0
    assert len(columns.actors) == 6


def test_names_are_those_of_the_actors_in_use(store: Store, net: NetworkId) -> None:
    add(store, net, partner("p", "Pemda", aliases=("Pemkab", "Lotim")), contact("c", "Dr. Ani"))
    add(store, net, contact("d", "Didi"))
    renamed = contact("c", "Ani, M.T.", aliases=("Ani",), name_in_talk="Bu Ani")
    write(store, net, [Remove(Noun.CONTACT, "d"), Change(renamed, 1)])

    pemda = NameEntry(0, "p", ActorKind.PARTNER, "Pemda", ("Pemkab", "Lotim"))
    ani = NameEntry(1, "c", ActorKind.CONTACT, "Ani, M.T.", ("Ani", "Bu Ani"))
    didi = NameEntry(2, "d", ActorKind.CONTACT, "Didi", (), is_removed=True)
    assert store.load_names(net) == (pemda, ani)
    assert store.load_names(net, since=2) == (ani, didi)
    assert store.load_names(net, since=3) == ()
    assert store.load_names(net, since=99) == (pemda, ani)


def test_many_actors_and_ties_arrive_complete(store: Store, net: NetworkId) -> None:
    """More than any chunk in which a store reads."""
    people = [contact(f"c{number:05}") for number in range(7_000)]
    ties = [tie(f"t{n:05}", f"c{n:05}", f"c{n + 1:05}") for n in range(6_999)]
    add(store, net, *people, *ties, returning=False)

    network = Network.of(store.load_columns(net))

    assert network.actors.id.tolist() == [person.id for person in people]
    assert network.ties.source.tolist() == list(range(6_999))
    assert network.ties.target.tolist() == list(range(1, 7_000))


def _filled(store: Store, net: NetworkId) -> NetworkColumns:
    records: list[AnyRecord] = [*ACTORS, *TIES, *POSITIONS, *INTERACTIONS, *REQUESTS, *TYPES]
    add(store, net, *records)
    return store.load_columns(net)


def assert_same(one: Network, other: Network) -> None:
    for name in ("actors", "ties", "positions", "participations", "asks"):
        columns, expected = getattr(one, name), getattr(other, name)
        order, expected_order = _order(columns), _order(expected)
        for column in columns.DTYPES:
            if name == "ties" and column == "type":
                continue
            left, right = getattr(columns, column)[order], getattr(expected, column)[expected_order]
            np.testing.assert_array_equal(left, right, err_msg=f"{name}.{column}")
    kinds = [
        [network.types[code] for code in network.ties.type.tolist()] for network in (one, other)
    ]
    assert kinds[0] == kinds[1]


def _order(columns: Columns) -> Any:
    """Participants of one meeting may stand in any order."""
    if "actor" in columns.DTYPES:
        return np.lexsort((getattr(columns, "actor"), getattr(columns, "key")))  # noqa: B009
    if "step" in columns.DTYPES:
        return np.lexsort((getattr(columns, "step"), getattr(columns, "key")))  # noqa: B009
    return np.arange(len(columns))
