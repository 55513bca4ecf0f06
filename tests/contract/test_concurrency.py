"""Many at once: one winner per version, none lost, none half written, all see the same."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from graph.errors import VersionConflictError
from graph.network import Network
from graph.ports import Change, Create, Remove, Store
from graph.records.contacts import Contact
from graph.vocabulary import NetworkId, Noun
from tests.contract.conftest import Opener
from tests.contract.made import ANI, add, contact, found, meeting, read, revision, tie, write

WRITERS = 200


def test_two_hundred_writers_of_one_version_have_one_winner(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    add(store, net, contact("a"))
    stores = [store, open_store()]
    together = Barrier(25)

    def try_it(number: int) -> bool:
        together.wait(30)
        try:
            write(stores[number % 2], net, [Change(contact("a", f"Writer {number}"), 1)])
        except VersionConflictError as refused:
            return refused.current != 2
        return True

    with ThreadPoolExecutor(25) as writers:
        won = list(writers.map(try_it, range(WRITERS)))

    assert won.count(True) == 1
    stored = read(store, net, Noun.CONTACT, "a")
    assert stored.version == stored.revision == 2
    assert stored.record == contact("a", f"Writer {won.index(True)}")
    assert revision(store, net) == 2


def test_two_hundred_changes_of_one_record_lose_none(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    """Each reads, adds its own tag, and tries again when somebody was faster."""
    add(store, net, contact("a"))
    stores = [store, open_store()]

    def append(number: int) -> int:
        own = stores[number % 2]
        for _ in range(10_000):
            read_ = read(own, net, Noun.CONTACT, "a")
            assert isinstance(read_.record, Contact)
            tags = (*read_.record.tags, f"{number:03}")[-100:]
            changed = contact("a", name=f"{len(tags)}", tags=tags)
            try:
                return write(own, net, [Change(changed, read_.version)]).revision
            except VersionConflictError:
                continue
        raise AssertionError(f"writer {number} never had a turn")

    with ThreadPoolExecutor(8) as writers:
        revisions = list(writers.map(append, range(WRITERS)))

    assert sorted(revisions) == list(range(2, WRITERS + 2))
    stored = read(store, net, Noun.CONTACT, "a")
    assert stored.version == WRITERS + 1
    history = store.history(net, Noun.CONTACT, "a", reader=ANI)
    assert [old.stored.version for old in history] == list(range(WRITERS, 0, -1))
    written = [stored.record, *[old.stored.record for old in history[:-1]]]
    last_tags = [one.tags[-1] for one in written if isinstance(one, Contact)]
    assert sorted(last_tags) == [f"{number:03}" for number in range(WRITERS)]


def test_commits_of_many_writers_get_a_revision_each(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    stores = [store, open_store()]

    def commit(number: int) -> int:
        people = [contact(f"{number}-{part}") for part in "abc"]
        bond = tie(f"{number}", people[0].id, people[1].id)
        return add(stores[number % 2], net, *people, bond, returning=False).revision

    with ThreadPoolExecutor(8) as writers:
        revisions = list(writers.map(commit, range(60)))

    assert sorted(revisions) == list(range(1, 61))
    network = Network.of(store.load_columns(net))
    assert sorted(network.actors.index.tolist()) == list(range(180))
    assert len(network.ties) == 60
    per_revision = Counter(
        entry.revision for entry in store.changes_since(net, 0, limit=1_000, reader=ANI)
    )
    assert set(per_revision.values()) == {4}


def test_a_reader_never_sees_half_a_commit(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    """Each commit adds ten people and ten ties: arrays hold a multiple of both."""
    reading = open_store()
    parts = range(10)

    def keep_writing() -> None:
        for number in range(25):
            people = [contact(f"{number}-{part}") for part in parts]
            ties = [
                tie(f"{number}-{part}", f"{number}-{part}", f"{number}-{part - 1}")
                for part in parts[1:]
            ]
            add(
                store,
                net,
                *people,
                *ties,
                tie(f"{number}", f"{number}-0", f"{number}-9"),
                returning=False,
            )

    network = Network.of(reading.load_columns(net))
    with ThreadPoolExecutor(1) as writer:
        writing = writer.submit(keep_writing)
        while not writing.done():
            full = Network.of(reading.load_columns(net))
            network = network.updated(reading.load_columns(net, since=network.revision))
            for seen in (full, network):
                assert len(seen) == len(seen.ties) == 10 * seen.revision
            changes = reading.changes_since(net, 0, limit=10_000, reader=ANI)
            assert len(changes) % 20 == 0
            assert len(reading.load_names(net)) % 10 == 0
        writing.result()

    assert network.updated(reading.load_columns(net, since=network.revision)).revision == 25


def test_two_stores_on_one_database_see_each_others_commits(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    other = open_store()
    add(store, net, contact("a"), contact("b"))
    add(other, net, tie("t", "a", "b"))
    write(store, net, [Change(contact("a", "A"), 1)])
    add(other, net, meeting("m", "2024", "a", "b"))

    for one in (store, other):
        assert revision(one, net) == 4
        assert found(one, net, Noun.TIE) == ["t"]
        assert read(one, net, Noun.CONTACT, "a").version == 2
        assert one.load_columns(net).revision == 4


def test_the_same_id_created_by_many_is_created_once(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    stores = [store, open_store()]

    def create(number: int) -> str:
        try:
            write(stores[number % 2], net, [Create(contact("same", f"{number}"))])
        except Exception as refused:  # noqa: BLE001 - whatever it is, it is counted
            return type(refused).__name__
        return "created"

    with ThreadPoolExecutor(16) as writers:
        outcomes = Counter(writers.map(create, range(40)))

    assert outcomes == {"created": 1, "DuplicateIdError": 39}
    assert found(store, net, Noun.CONTACT) == ["same"]


def test_a_tie_and_the_removal_of_its_end_do_not_tear(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    """Whoever comes first, both stand afterwards: a removed actor is known."""
    other = open_store()
    for number in range(10):
        end = f"end-{number}"
        add(store, net, contact(f"a{number}"), contact(end))
        with ThreadPoolExecutor(2) as both:
            tied = both.submit(add, store, net, tie(f"t{number}", f"a{number}", end))
            removed = both.submit(write, other, net, [Remove(Noun.CONTACT, end)])
            tied.result()
            removed.result()

    assert len(found(store, net, Noun.TIE)) == 10
    assert store.count(net)[Noun.CONTACT] == 10
