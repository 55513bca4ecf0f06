"""Dumps: everything of one moment, and the same everything after it was filled in elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import StoreNotEmptyError
from graph.ports import (
    Change,
    DumpEntry,
    HistoryEntry,
    LogEntry,
    NetworkEntry,
    RecordEntry,
    Remove,
    Store,
)
from graph.records.networks import NetworkRecord
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import NetworkId, Noun, Role
from queries.sqlite_store import open_sqlite
from tests.contract.made import (
    ANI,
    BUDI,
    START,
    add,
    contact,
    introduction,
    later,
    meeting,
    note,
    partner,
    position,
    tie,
    write,
)
from tests.contract.test_commit import FULL

ONE, TWO = NetworkId("one"), NetworkId("two")


@pytest.fixture
def full_store(empty_store: Store) -> Store:
    store = empty_store
    for user in (User(id=BUDI, name="Budi", is_owner=True), User(id=ANI, name="Ani")):
        store.save_user(user)
    for number, kind in enumerate(CredentialKind):
        store.save_credential(
            Credential(
                id=f"credential-{number}",
                kind=kind,
                user_id=ANI,
                digest=f"{number}" * 64,
                label=kind,
                created_at=later(-number),
                expires_at=later(number) if number else None,
                ended_at=START if number == 1 else None,
            )
        )
    for net in (TWO, ONE):
        phrases = {"opening": "Dengan hormat,"}
        named = NetworkRecord(id=net, name=f"Network {net}", language="id", phrases=phrases)
        store.create_network(named)
        store.save_grant(Grant(ANI, net, Role.EDITOR))
    store.save_grant(Grant(BUDI, ONE, Role.READER))
    store.change_network(NetworkRecord(id=ONE, name="Renamed", request_cap=9), 1)
    add(store, ONE, *FULL, batch_id="b1", act="import")
    write(
        store,
        ONE,
        [
            Change(contact("zaini", "Zaini"), 1),
            Change(contact("zaini", "Lalu Zaini"), 2),
            Remove(Noun.PARTNER, "bappeda"),
            Remove(Noun.TIE, "knows"),
            Change(note("thought", "zaini", "private now"), 1),
            Change(introduction("asked", "ani", "zaini"), 1),
        ],
        author=BUDI,
        at=later(1),
    )
    add(store, ONE, contact("last"), tie("last", "ani", "last"), note("secret", "ani"), author=BUDI)
    add(store, TWO, contact("ani", "Another Ani"), partner("p"), position("po", "ani", "p"))
    add(store, TWO, contact("b"), meeting("m", "2024", "ani", "b"), introduction("r", "ani", "b"))
    return store


def test_a_dump_comes_in_a_fixed_order(full_store: Store) -> None:
    entries = list(full_store.dump())

    assert [_place(entry) for entry in entries] == sorted(map(_place, entries))
    assert len(entries) == len({repr(_place(entry)) for entry in entries})
    kinds = [type(entry) for entry in entries]
    assert [kinds.count(kind) for kind in (User, Credential, Grant, NetworkEntry)] == [2, 3, 3, 2]
    assert [kinds.count(kind) for kind in (LogEntry, RecordEntry, HistoryEntry)] == [5, 20, 6]


def test_a_dump_filled_into_another_store_is_the_same_dump(
    full_store: Store, tmp_path: Path
) -> None:
    entries = list(full_store.dump())
    copy = open_sqlite(tmp_path / "copy.db")

    copy.fill(iter(entries))

    assert list(copy.dump()) == entries
    _assert_alike(copy, full_store)
    copy.close()


def test_a_dump_comes_back_through_the_embedded_store(
    request: pytest.FixtureRequest, full_store: Store, tmp_path: Path
) -> None:
    """There and back: the second half of a move."""
    entries = list(full_store.dump())
    copy = open_sqlite(tmp_path / "copy.db")
    copy.fill(entries)
    back = _emptied(request, full_store, tmp_path)

    back.fill(copy.dump())

    assert list(back.dump()) == entries
    _assert_alike(back, copy)
    copy.close()


def test_a_filled_store_goes_on_where_the_other_stood(full_store: Store, tmp_path: Path) -> None:
    copy = open_sqlite(tmp_path / "copy.db")
    copy.fill(full_store.dump())

    for store in (copy, full_store):
        done = add(store, ONE, contact("next"), tie("next", "next", "ani", type="fresh"))
        assert done.revision == 4
    assert list(copy.dump()) == list(full_store.dump())
    assert list(copy.touched_by(ONE, 2)) == list(full_store.touched_by(ONE, 2))
    copy.close()


def test_a_store_that_holds_something_is_not_filled(full_store: Store) -> None:
    entries = list(full_store.dump())

    with pytest.raises(StoreNotEmptyError):
        full_store.fill(entries)

    assert list(full_store.dump()) == entries


def test_a_dump_that_breaks_off_leaves_the_store_empty(empty_store: Store) -> None:
    def broken() -> Iterator[DumpEntry]:
        yield User(id=ANI, name="Ani")
        yield NetworkEntry(NetworkRecord(id=ONE, name="One"), revision=3, version=2, birth="b")
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        empty_store.fill(broken())

    assert list(empty_store.dump()) == []


def test_an_empty_store_has_an_empty_dump(empty_store: Store) -> None:
    assert list(empty_store.dump()) == []
    empty_store.fill([])


def test_a_dump_shows_one_moment_while_others_write(full_store: Store) -> None:
    before = list(full_store.dump())

    dump = full_store.dump()
    entries = [next(dump)]
    add(full_store, TWO, contact("late"))
    entries += dump

    late = [entry for entry in entries if isinstance(entry, RecordEntry) and _id(entry) == "late"]
    networks = {e.network.id: e.revision for e in entries if isinstance(e, NetworkEntry)}
    assert (networks[TWO], len(late)) in ((2, 0), (3, 1))
    assert len(entries) == len(before) + 2 * len(late)


def _assert_alike(one: Store, other: Store) -> None:
    for net in (ONE, TWO):
        assert one.load_network(net) == other.load_network(net)
        assert one.count(net) == other.count(net)
        assert one.load_names(net) == other.load_names(net)
        assert one.list_revisions(net) == other.list_revisions(net)
        for noun in Noun:
            assert one.ids_of(net, noun) == other.ids_of(net, noun)
            found = [s.find(net, noun, {}, reader=ANI).items for s in (one, other)]
            assert found[0] == found[1]
    assert one.list_users() == other.list_users()
    assert one.list_grants() == other.list_grants()
    assert one.list_credentials() == other.list_credentials()


def _emptied(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Store:
    if "neo4j" not in request.node.callspec.id:
        store = open_sqlite(tmp_path / "back.db")
        request.addfinalizer(store.close)
        return store
    from tests.contract.conftest import wipe

    wipe(request.getfixturevalue("neo4j_server"))
    return store


def _id(entry: RecordEntry) -> str:
    return entry.stored.record.id


NOUNS = list(Noun)


def _place(entry: DumpEntry) -> tuple[object, ...]:
    match entry:
        case User():
            return (0, entry.id)
        case Credential():
            return (1, entry.created_at, entry.id)
        case NetworkEntry():
            return (2, entry.network.id, 0)
        case LogEntry():
            return (2, entry.network_id, 1, entry.entry.revision)
        case RecordEntry():
            noun = entry.stored.noun
            return (2, entry.network_id, 2, NOUNS.index(noun), entry.place)
        case HistoryEntry():
            old = entry.superseded.stored
            return (2, entry.network_id, 3, NOUNS.index(old.noun), old.record.id, old.version)
        case Grant():
            return (3, entry.user_id, entry.network_id)
