"""Networks themselves: made, read, changed, erased."""

from dataclasses import replace
from secrets import token_hex

import pytest

from graph.errors import DuplicateIdError, UnknownNetworkError, VersionConflictError
from graph.ports import Change, Store
from graph.records.networks import NetworkRecord
from graph.records.users import Grant, User
from graph.vocabulary import NetworkId, Noun, Role
from tests.contract.conftest import Opener
from tests.contract.made import (
    ANI,
    START,
    add,
    contact,
    meeting,
    note,
    partner,
    position,
    tie,
    write,
)


def test_a_new_network_stands_at_revision_0(store: Store) -> None:
    record = NetworkRecord(
        id=f"net-{token_hex(6)}",
        name="Air bersih",
        purpose="Who helps whom",
        time_zone="Asia/Jakarta",
        language="id",
        request_cap=5,
        is_demo=True,
    )

    store.create_network(record)

    entry = store.load_network(NetworkId(record.id))
    assert (entry.network, entry.revision, entry.version) == (record, 0, 1)
    assert entry in store.list_networks()


def test_networks_are_listed_by_id(store: Store) -> None:
    common = token_hex(6)
    for last in ("b", "a", "B", "_"):
        store.create_network(NetworkRecord(id=f"{common}{last}", name="N"))

    ids = [entry.network.id for entry in store.list_networks()]

    assert [id_[-1] for id_ in ids if id_.startswith(common)] == ["B", "_", "a", "b"]


def test_a_taken_id_is_refused(store: Store, net: NetworkId) -> None:
    with pytest.raises(DuplicateIdError):
        store.create_network(NetworkRecord(id=net, name="Another"))

    assert store.load_network(net).network.name == "Sanitation in Lombok"


def test_a_network_made_anew_has_another_birth(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    birth = store.load_network(net).birth
    add(store, net, contact("c1"))
    store.change_network(NetworkRecord(id=net, name="Renamed"), None)
    assert open_store().load_network(net).birth == birth != ""

    store.erase_network(net)
    store.create_network(NetworkRecord(id=net, name="Sanitation in Lombok"))

    assert store.load_network(net).birth not in ("", birth)
    assert store.load_network(net) in store.list_networks()


def test_changing_a_network_raises_its_version_and_no_revision(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("c1"))
    renamed = replace(store.load_network(net).network, name="Renamed", language="id")

    assert store.change_network(renamed, 1) == 2
    assert store.change_network(renamed, None) == 3

    entry = store.load_network(net)
    assert (entry.network, entry.revision, entry.version) == (renamed, 1, 3)


def test_a_network_changed_meanwhile_is_not_overwritten(store: Store, net: NetworkId) -> None:
    record = store.load_network(net).network
    store.change_network(replace(record, name="First"), 1)

    with pytest.raises(VersionConflictError) as refused:
        store.change_network(replace(record, name="Second"), 1)

    assert refused.value.current == 2
    assert store.load_network(net).network.name == "First"


@pytest.mark.parametrize("stranger", ["no-such-network", "", "\ud800", "a b", "x" * 10_000])
def test_an_unknown_network_is_named(store: Store, stranger: str) -> None:
    net = NetworkId(stranger)

    for ask in (
        lambda: store.load_network(net),
        lambda: store.erase_network(net),
        lambda: store.change_network(replace(NetworkRecord(id="gone", name="N")), None),
        lambda: write(store, net, []),
        lambda: store.load(net, Noun.TIE, ["t"], reader=ANI),
        lambda: store.find(net, Noun.TIE, {}, reader=ANI),
        lambda: store.load_columns(net),
        lambda: store.load_names(net),
        lambda: store.count(net),
        lambda: store.history(net, Noun.TIE, "t", reader=ANI),
        lambda: store.changes_since(net, 0, limit=5, reader=ANI),
        lambda: store.list_revisions(net),
        lambda: list(store.touched_by(net, 1)),
        lambda: store.kinds_of(net, ["c"]),
        lambda: store.ids_of(net, Noun.TIE),
        lambda: store.ties_between(net, [("a", "b")]),
        lambda: store.positions_at(net, [("a", "b")]),
        lambda: store.interactions_between(net, [("a", "b")]),
    ):
        with pytest.raises(UnknownNetworkError):
            ask()


def test_an_erased_network_leaves_nothing_and_touches_no_other(
    store: Store, net: NetworkId
) -> None:
    other = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=other, name="Other"))
    user = User(id=ANI, name="Ani")
    store.save_user(user)
    for network_id in (net, other):
        add(
            store,
            network_id,
            partner("p1"),
            contact("c1"),
            contact("c2"),
            position("po", "c1", "p1"),
            tie("t1", "c1", "c2"),
            meeting("m1", "2024", "c1", "c2"),
            note("n1", "c1"),
        )
        write(store, network_id, [Change(contact("c1", "Renamed"), 1)])
        store.save_grant(Grant(ANI, network_id, Role.EDITOR))

    store.erase_network(net)

    with pytest.raises(UnknownNetworkError):
        store.load_network(net)
    assert [grant.network_id for grant in store.list_grants(user_id=ANI)].count(net) == 0
    assert store.count(other)[Noun.CONTACT] == 2
    assert len(store.history(other, Noun.CONTACT, "c1", reader=ANI)) == 1
    assert len(store.load_columns(other).participations) == 2
    assert store.load_user(ANI) == user


def test_an_erased_network_can_be_made_anew_and_is_empty(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c1"), contact("c2"), tie("t1", "c1", "c2"), note("n1", "c1"))
    store.erase_network(net)

    store.create_network(NetworkRecord(id=net, name="Anew"))

    assert set(store.count(net).values()) == {0}
    assert store.list_revisions(net) == ()
    add(store, net, contact("c1"))
    assert store.load_columns(net).actors.index.tolist() == [0]


def test_networks_do_not_cross(store: Store, net: NetworkId) -> None:
    other = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=other, name="Other"))
    add(store, net, contact("c1", "Here"))
    add(store, other, contact("c1", "There"), contact("c9"))

    assert store.load(net, Noun.CONTACT, ["c1", "c9"], reader=ANI).keys() == {"c1"}
    assert store.kinds_of(net, ["c9"]) == {}
    assert [entry.name for entry in store.load_names(net)] == ["Here"]
    assert store.load_network(net).revision == 1


def test_a_store_that_answers_is_ready(store: Store) -> None:
    assert store.is_ready()


def test_a_closed_store_is_not_ready(store: Store, open_store: Opener) -> None:
    another = open_store()
    another.close()

    assert not another.is_ready()
    assert store.is_ready()


def test_moments_keep_their_microseconds(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c1"))

    assert store.list_revisions(net)[0].at == START
