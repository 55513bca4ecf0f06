"""What only the Neo4j store promises: staged commits, bounded patience, a readable graph."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Event
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import IncompleteCommit

from graph.errors import (
    DuplicateIdError,
    StoreUnavailableError,
    StoreVersionError,
    UnknownActorError,
)
from graph.network import NetworkColumns
from graph.ports import Change, Create, IdempotencyKey, Remove, Write
from graph.records.networks import NetworkRecord
from graph.records.ties import TieType
from graph.vocabulary import NetworkId, Noun
from queries.neo4j import claims, commits, pending
from queries.neo4j.connections import Transaction
from queries.neo4j_store import Neo4jStore, open_neo4j
from tests.contract.conftest import wipe
from tests.contract.made import (
    ANI,
    BUDI,
    add,
    contact,
    found,
    introduction,
    meeting,
    note,
    partner,
    position,
    read,
    revision,
    tie,
    write,
)
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j

PEOPLE = [f"c{number:02}" for number in range(30)]
EVERY_ID = [
    "a",
    "b",
    "c06",
    "p",
    "p2",
    "t",
    "t2",
    "t3",
    "po",
    "m",
    "n",
    "godparent_of",
    "r",
    "r0",
    "r3",
]


class PowerCutError(BaseException):
    """Ends a process without any of its clearing up."""


def power_cut(*_: object) -> None:
    raise PowerCutError


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        yield driver


@pytest.fixture
def open_store(neo4j_server: Neo4jServer) -> Iterator[Callable[[], Neo4jStore]]:
    opened: list[Neo4jStore] = []

    def open_another(**options: Any) -> Neo4jStore:
        user, password = neo4j_server.auth
        opened.append(
            open_neo4j(neo4j_server.uri, user, password, notifications="error", **options)
        )
        return opened[-1]

    yield open_another
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Neo4jStore], monkeypatch: pytest.MonkeyPatch) -> Neo4jStore:
    """Give a store to which twenty writes are a large commit, in pieces of six."""
    monkeypatch.setattr(commits, "STAGED_PIECE", 6)
    monkeypatch.setattr(pending, "PIECE", 4)
    monkeypatch.setattr(claims, "PIECE", 7)
    monkeypatch.setattr(Neo4jStore, "most_at_once", 19)
    monkeypatch.setattr(Neo4jStore, "claim_seconds", 1.0)
    return open_store()


@pytest.fixture
def net(store: Neo4jStore) -> NetworkId:
    network_id = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=network_id, name="Water in Lombok"))
    add(
        store,
        network_id,
        partner("p"),
        contact("a"),
        contact("b"),
        tie("t", "a", "b"),
        introduction("r0", "b", "a"),
    )
    return network_id


def large() -> list[Write]:
    """A commit with every kind of record and of write."""
    return [
        Change(partner("p", "P of old"), 1),
        *(Create(contact(one, f"Person {one}")) for one in PEOPLE),
        Create(position("po", "c01", "p")),
        Create(tie("t2", "a", "c02")),
        Change(tie("t", "a", "c03"), 1),
        Create(meeting("m", "2024-05-03", "a", "c04", "p")),
        Create(note("n", "c05", is_private=False)),
        Change(contact("c06", "Changed at once"), 1),
        Change(contact("a", "A of new"), 1),
        Remove(Noun.CONTACT, "b"),
        Change(contact("a", "A of newest"), 2),
        Create(partner("p2")),
        Create(TieType(id="godparent_of")),
        Create(tie("t3", "a", "c07")),
        Create(position("po3", "c07", "p2")),
        Create(meeting("m3", "2024-05-04", "c07", "c08")),
        Remove(Noun.TIE, "t3"),
        Remove(Noun.POSITION, "po3"),
        Remove(Noun.INTERACTION, "m3"),
        Create(introduction("r", "c01", "c02", told="0 asked 2024-05-03")),
        Change(introduction("r0", "c03", "a", told="0 asked 2024-05-04"), 1),
        Create(introduction("r3", "c01", "c04")),
        Change(introduction("r3", "c05", "c04", told="0 asked 2024-05-05"), 1),
        Remove(Noun.INTRODUCTION, "r"),
    ]


def everything(store: Neo4jStore, net: NetworkId) -> tuple[object, ...]:
    """All that the port tells of a network."""
    columns = [store.load_columns(net), store.load_columns(net, since=1)]
    pairs = [("a", "c02"), ("a", "c04"), ("a", "b"), ("a", "c03"), ("c01", "p")]
    return (
        store.load_network(net),
        store.count(net),
        [found(store, net, noun) for noun in Noun],
        [store.ids_of(net, noun) for noun in Noun],
        found(store, net, Noun.TIE, actor_id="a"),
        found(store, net, Noun.CONTACT, partner_id="p"),
        found(store, net, Noun.INTERACTION, actor_id="a"),
        found(store, net, Noun.NOTE, about_id="c05"),
        found(store, net, Noun.INTRODUCTION, is_open=True),
        found(store, net, Noun.POSITION, contact_id="c01"),
        found(store, net, Noun.POSITION, partner_id="p"),
        [store.load(net, noun, EVERY_ID, reader=ANI) for noun in Noun],
        store.kinds_of(net, ["a", *PEOPLE]),
        store.history(net, Noun.CONTACT, "a", reader=ANI),
        store.changes_since(net, 0, limit=1_000, reader=ANI),
        store.list_revisions(net),
        list(store.touched_by(net, 2)),
        store.load_names(net),
        store.load_names(net, since=1),
        [plain(one) for one in columns],
        store.ties_between(net, pairs),
        store.positions_at(net, pairs),
        store.interactions_between(net, pairs),
    )


def plain(columns: NetworkColumns) -> list[object]:
    """Columns as lists, which can be compared."""
    tables = (
        *(columns.actors, columns.ties, columns.positions, columns.participations),
        columns.asks,
    )
    gone = (
        *(columns.gone_ties, columns.gone_positions, columns.gone_interactions),
        columns.touched_requests,
    )
    return [
        columns.revision,
        columns.since,
        [
            sorted(map(repr, zip(*(getattr(t, name) for name in t.DTYPES), strict=True)))
            for t in tables
        ],
        [keys.tolist() for keys in gone],
        columns.registry,
    ]


def nodes_of(driver: Driver, net: NetworkId) -> int:
    rows, _, _ = driver.execute_query(
        "MATCH (n {network_id: $net}) OPTIONAL MATCH (n)-[r]->() RETURN count(*) AS n", net=net
    )
    return rows[0]["n"]


# ------------------------------------------------------------------ large commits


def test_no_reader_sees_any_of_a_large_commit_before_all_of_it(
    store: Neo4jStore, net: NetworkId
) -> None:
    before = everything(store, net)
    seen: list[tuple[object, ...]] = []

    write(store, net, large(), progress=lambda _: seen.append(everything(store, net)))

    assert len(seen) >= 5
    assert all(one == before for one in seen)
    assert revision(store, net) == 2
    assert read(store, net, Noun.CONTACT, "a").record == contact("a", "A of newest")
    assert read(store, net, Noun.CONTACT, "a").version == 3
    assert read(store, net, Noun.CONTACT, "b").is_removed
    assert read(store, net, Noun.CONTACT, "c06").version == 2
    assert read(store, net, Noun.PARTNER, "p").record == partner("p", "P of old")
    assert found(store, net, Noun.TIE, actor_id="c03") == ["t"]
    assert found(store, net, Noun.TIE, actor_id="b") == []


def test_a_large_commit_ends_as_a_small_one(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = write(store, net, large())
    in_stages = everything(store, net)
    twin = NetworkId(f"{net}-twin")
    store.create_network(NetworkRecord(id=twin, name="Water in Lombok"))
    add(
        store,
        twin,
        partner("p"),
        contact("a"),
        contact("b"),
        tie("t", "a", "b"),
        introduction("r0", "b", "a"),
    )
    monkeypatch.setattr(Neo4jStore, "most_at_once", 1_000)

    assert write(store, twin, large()) == staged
    assert everything(store, twin)[1:] == in_stages[1:]


def test_readers_of_a_large_change_see_all_of_it_or_none(
    store: Neo4jStore, open_store: Callable[[], Neo4jStore], net: NetworkId
) -> None:
    add(store, net, *(contact(one, "old") for one in PEOPLE[:15]))
    add(store, net, *(contact(one, "old") for one in PEOPLE[15:]))
    over = Event()

    def look(reader: Neo4jStore) -> set[frozenset[str]]:
        seen: set[frozenset[str]] = set()
        while not over.is_set():
            people = reader.load(net, Noun.CONTACT, PEOPLE, reader=ANI)
            seen.add(frozenset(one.record.name for one in people.values()))  # type: ignore[union-attr]
            seen.add(frozenset(one.name for one in reader.load_names(net) if one.id in PEOPLE))
        return seen

    with ThreadPoolExecutor(2) as readers:
        looks = [readers.submit(look, open_store()) for _ in range(2)]
        for name in ("new", "newer", "newest"):
            write(store, net, [Change(contact(one, name), None) for one in PEOPLE])
        over.set()

    seen = set[frozenset[str]]().union(*(look.result() for look in looks))
    assert seen <= {frozenset({name}) for name in ("old", "new", "newer", "newest")}


def test_a_large_commit_that_is_called_off_leaves_nothing(
    store: Neo4jStore, net: NetworkId, driver: Driver
) -> None:
    before, nodes = everything(store, net), nodes_of(driver, net)

    def call_off(done: int) -> None:
        if done > 25:
            raise RuntimeError("called off")

    with pytest.raises(RuntimeError, match="called off"):
        write(store, net, large(), progress=call_off)

    assert everything(store, net) == before
    assert nodes_of(driver, net) == nodes
    write(store, net, large())  # the ids and the network are free again
    assert revision(store, net) == 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Create(tie("t9", "a", "stranger")), UnknownActorError),
        (Create(partner("p9", parent_id="stranger")), UnknownActorError),
        (Create(contact("c03")), DuplicateIdError),
    ],
)
def test_a_large_commit_with_a_wrong_write_leaves_nothing(
    store: Neo4jStore, net: NetworkId, driver: Driver, wrong: Write, error: type[Exception]
) -> None:
    before, nodes = everything(store, net), nodes_of(driver, net)

    with pytest.raises(error):
        write(store, net, [*large(), wrong])

    assert everything(store, net) == before
    assert nodes_of(driver, net) == nodes


def test_what_a_dead_process_staged_is_deleted_at_the_next_open(
    store: Neo4jStore,
    open_store: Callable[[], Neo4jStore],
    net: NetworkId,
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, nodes = everything(store, net), nodes_of(driver, net)
    die_after_pieces(store, net, monkeypatch, 4)
    assert nodes_of(driver, net) > nodes, "nothing was staged: the test tests nothing"

    assert everything(store, net) == before
    time.sleep(store.claim_seconds + 0.2)
    later = open_store()

    assert nodes_of(driver, net) == nodes
    assert everything(later, net) == before


def test_a_writer_waits_for_a_dead_one_no_longer_than_its_claim_holds(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_after_pieces(store, net, monkeypatch, 4)

    add(store, net, contact("c03", "Somebody else"))

    assert revision(store, net) == 2
    assert found(store, net, Noun.CONTACT) == ["a", "b", "c03"]


def test_other_networks_are_written_while_one_is_claimed(store: Neo4jStore, net: NetworkId) -> None:
    other = NetworkId(f"{net}-other")
    store.create_network(NetworkRecord(id=other, name="Other"))

    def add_elsewhere(done: int) -> None:
        add(store, other, contact(f"x{done}"))

    write(store, net, large(), progress=add_elsewhere)

    assert len(found(store, other, Noun.CONTACT)) >= 5


def test_a_commit_that_counts_is_finished_by_the_first_reader_if_its_writer_dies(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(Neo4jStore, "_apply_pending", power_cut)
        with pytest.raises(PowerCutError):
            write(store, net, large())

    assert read(store, net, Noun.CONTACT, "a").record == contact("a", "A of newest")
    assert read(store, net, Noun.CONTACT, "b").is_removed
    add(store, net, contact("later"))
    assert revision(store, net) == 3


def test_who_has_no_time_left_to_finish_a_commit_leaves_the_rest_to_the_next(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(Neo4jStore, "_apply_pending", power_cut)
        with pytest.raises(PowerCutError):
            write(store, net, large())
    time.sleep(store.claim_seconds + 0.2)

    with pytest.raises(StoreUnavailableError):
        store._settle(net, until=0.0)

    assert read(store, net, Noun.CONTACT, "a").version == 3
    assert read(store, net, Noun.CONTACT, "b").is_removed


def test_an_event_weighs_as_much_as_its_participants(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred events with everybody fit into no small transaction."""
    add(store, net, *(contact(one) for one in PEOPLE[:15]))
    add(store, net, *(contact(one) for one in PEOPLE[15:]))
    told: list[int] = []

    events = [Create(meeting(f"m{n}", "2024-05-03", *PEOPLE)) for n in range(4)]
    write(store, net, events, progress=told.append)

    assert told == [1, 2, 3, 4]
    assert len(store.load_columns(net).participations) == 4 * len(PEOPLE)
    store.erase_network(net)
    assert net not in [entry.network.id for entry in store.list_networks()]


def test_a_large_commit_with_a_key_is_done_once(store: Neo4jStore, net: NetworkId) -> None:
    key = IdempotencyKey(ANI, "k", "f")

    first = write(store, net, large(), key=key)
    again = write(store, net, large(), key=key)

    assert not first.is_replay
    assert again.is_replay
    assert again.revision == first.revision == revision(store, net)
    assert again.stored == first.stored


def test_a_network_whose_erasing_was_cut_short_is_gone_and_its_id_free(
    store: Neo4jStore, net: NetworkId, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, net, large())

    with monkeypatch.context() as cut:
        cut.setattr(Neo4jStore, "_erase_hidden", power_cut)
        with pytest.raises(PowerCutError):
            store.erase_network(net)

    assert net not in [entry.network.id for entry in store.list_networks()]
    store.create_network(NetworkRecord(id=net, name="Anew"))
    assert set(store.count(net).values()) == {0}
    assert nodes_of(driver, net) == 0


def test_a_dump_is_of_one_moment_though_writing_goes_on(
    neo4j_server: Neo4jServer, store: Neo4jStore
) -> None:
    wipe(neo4j_server)  # a dump tells of every network that tests left behind
    net = NetworkId("dumped")
    store.create_network(NetworkRecord(id=net, name="Water in Lombok"))
    add(
        store,
        net,
        partner("p"),
        contact("a"),
        contact("b"),
        tie("t", "a", "b"),
        introduction("r0", "b", "a"),
    )
    write(store, net, large())
    expected = [entry for entry in store.dump() if getattr(entry, "network_id", "") == net]
    seen: list[object] = []

    for entry in store.dump():
        if getattr(entry, "network_id", "") != net:
            continue
        if not seen:
            write(
                store,
                net,
                [
                    Change(contact("a", "Much later"), None),
                    Create(contact("late")),
                    Remove(Noun.TIE, "t2"),
                    Change(tie("t", "c10", "late"), None),
                ],
                author=BUDI,
            )
        seen.append(entry)

    assert seen == expected


# ------------------------------------------------------------------ lost answers, bounds


@pytest.mark.parametrize("most", [19, 1_000], ids=["staged", "at once"])
def test_a_commit_whose_answer_got_lost_is_done_once(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(Neo4jStore, "most_at_once", most)
    answer = Transaction.commit
    lost: list[int] = []

    def lose_every_other(self: Transaction) -> None:
        answer(self)
        lost.append(0)
        if len(lost) % 2:
            raise IncompleteCommit("the connection broke")

    monkeypatch.setattr(Transaction, "commit", lose_every_other)

    done = write(store, net, large())

    assert done.revision == revision(store, net) == 2
    assert len(done.stored) == len(large())
    assert read(store, net, Noun.CONTACT, "a").version == 3


def test_a_commit_whose_answer_got_lost_before_it_landed_is_done_again(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Transaction.commit
    lost: list[int] = []

    def fail_once(self: Transaction) -> None:
        lost.append(0)
        if len(lost) == 1:
            self.close()
            raise IncompleteCommit("the connection broke")
        answer(self)

    monkeypatch.setattr(Transaction, "commit", fail_once)

    assert add(store, net, contact("once")).revision == 2
    assert read(store, net, Noun.CONTACT, "once").version == 1


def test_a_database_of_a_newer_program_is_not_touched(
    store: Neo4jStore, open_store: Callable[[], Neo4jStore], driver: Driver
) -> None:
    driver.execute_query("MATCH (s:SchemaStep) SET s.step = s.step + 1")
    try:
        with pytest.raises(StoreVersionError):
            open_store()
    finally:
        driver.execute_query("MATCH (s:SchemaStep) SET s.step = s.step - 1")


def test_a_server_that_nobody_runs_is_unavailable_within_the_time() -> None:
    started = time.monotonic()

    with pytest.raises(StoreUnavailableError):
        open_neo4j("neo4j://127.0.0.1:9", "neo4j", "secret", timeout_seconds=2.0)

    assert time.monotonic() - started < 4


# ------------------------------------------------------------------ a readable graph


def test_an_analyst_finds_people_organisations_and_what_ties_them(
    store: Neo4jStore, net: NetworkId, driver: Driver
) -> None:
    write(store, net, large())
    rows, _, _ = driver.execute_query(
        """
        MATCH (a:Contact {network_id: $net, id: 'a'})
        MATCH (a)-[tie:TIE {type: 'knows', is_removed: false}]->(known:Contact)
        MATCH (a)-[:ATTENDED]->(m:Interaction {kind: 'meeting'})<-[:ATTENDED]-(p:Partner)
        MATCH (p)<-[post:POSITION {is_removed: false}]-(:Contact)
        MATCH (:Note)-[:ABOUT]->(about:Contact)
        WHERE about.network_id = $net
        RETURN a.name AS name, collect(DISTINCT known.name) AS known, p.name AS partner,
            post.type AS type, about.name AS about
        """,
        net=net,
    )

    assert [row.data() for row in rows] == [
        {
            "name": "A of newest",
            "known": rows[0]["known"],
            "partner": "P of old",
            "type": "works_for",
            "about": "Person c05",
        }
    ]
    assert set(rows[0]["known"]) == {"Person c02", "Person c03"}


def die_after_pieces(
    store: Neo4jStore, net: NetworkId, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    """Let a process die in the middle of a large commit."""
    told: list[int] = []

    def die(done: int) -> None:
        told.append(done)
        if len(told) == pieces:
            raise PowerCutError

    with monkeypatch.context() as cut:
        cut.setattr(Neo4jStore, "_abandon", lambda *_: None)
        with pytest.raises(PowerCutError):
            write(store, net, large(), progress=die)


def test_a_network_of_an_older_program_takes_requests(store: Neo4jStore, driver: Driver) -> None:
    """It has no number for the room of requests yet, and its meetings say less."""
    net = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=net, name="Old"))
    add(store, net, contact("a"), contact("b"), meeting("old", "2024", "a", "b"))
    with driver.session() as session:
        session.run(
            "MATCH (n:Network {id: $id}) SET n.next_places = n.next_places[..6]"
            " REMOVE n.reminder_days",
            id=net,
        ).consume()
        session.run(
            "MATCH (i:Interaction {network_id: $id}) REMOVE i.is_planned, i.is_cancelled", id=net
        ).consume()

    add(store, net, introduction("new", "a", "b", told="0 asked 2024-05-03"))
    add(store, net, introduction("newer", "a", "b"))

    columns = store.load_columns(net)
    assert sorted(columns.asks.key.tolist()) == [0]
    assert len(columns.participations) == 2
    assert read(store, net, Noun.INTERACTION, "old").record == meeting("old", "2024", "a", "b")
    assert store.load_network(net).network.reminder_days == 7
    with driver.session() as session:
        found_ = session.run(
            "MATCH (r:Record {network_id: $id})-[:NAMES]->(a:Actor)"
            " RETURN r.id AS id, r.place AS place, a.id AS named ORDER BY place, named",
            id=net,
        )
        named = [tuple(row) for row in found_]
    assert named == [("new", 0, "a"), ("new", 0, "b"), ("newer", 1, "a"), ("newer", 1, "b")]
