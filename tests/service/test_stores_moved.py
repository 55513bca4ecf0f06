"""Real stores: what is moved or brought back is the same, also while others write."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import StoreNotEmptyError
from graph.ports import Change, Create, LogEntry, NetworkEntry, RecordEntry, Remove, Store
from graph.records.contacts import Contact
from graph.records.networks import NetworkRecord
from graph.records.users import Grant, User
from graph.vocabulary import NetworkId, Noun, Role, UserId
from queries.sqlite_store import open_sqlite
from service.cli.terminal import ExitCode
from service.usecases import stores
from tests.contract.conftest import neo4j_opener, wipe
from tests.neo4j_server import Neo4jServer
from tests.service.command_line import Ran, process
from tests.service.test_stores import RECORDS

AT = datetime(2026, 3, 3, 2, 15, tzinfo=UTC)
HOME = NetworkId("lombok")
SRI = UserId("sri")


def fill(store: Store) -> None:
    """Put every kind of record in, with history, a removal, users and a second network."""
    store.save_user(User(id=SRI, name="Sri"))
    store.create_network(NetworkRecord(id=HOME, name="Lombok"))
    store.create_network(NetworkRecord(id="sumbawa", name="Sumbawa"))
    store.save_grant(Grant(SRI, HOME, Role.EDITOR))
    store.commit(HOME, [Create(record) for record in RECORDS], author=SRI, at=AT, batch_id="b-1")
    store.commit(
        HOME, [Change(Contact(id="c-2", name="Ahmad Sapoan"), version=1)], author=SRI, at=AT
    )
    store.commit(HOME, [Remove(Noun.NOTE, "n-1")], author=SRI, at=AT)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    store = open_sqlite(tmp_path / "source.db")
    fill(store)
    yield store
    store.close()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Store]:
    store = open_sqlite(tmp_path / "target.db")
    yield store
    store.close()


def test_a_moved_store_holds_the_same(source: Store, target: Store) -> None:
    contents = stores.move(source, target)
    assert contents == stores.content_hash(source) == stores.content_hash(target)
    assert contents.counts["history"] == 2
    assert target.load(HOME, Noun.CONTACT, ["c-2"], reader=SRI)["c-2"].version == 2
    assert target.count(HOME) == source.count(HOME)


def test_a_refused_backup_leaves_no_empty_store_behind(tmp_path: Path) -> None:
    (tmp_path / "b.gz").write_text("no backup")
    ran = process("restore", "b.gz", "--store", "sqlite:///new.db", folder=tmp_path)
    assert ran.code == ExitCode.REFUSED
    assert not (tmp_path / "new.db").exists()


def test_a_store_in_use_takes_no_backup_in(source: Store, target: Store, tmp_path: Path) -> None:
    stores.write_backup(source, tmp_path / "b.gz", at=AT)
    fill(target)
    before = stores.content_hash(target)
    with pytest.raises(StoreNotEmptyError):
        stores.restore(target, tmp_path / "b.gz")
    assert stores.content_hash(target) == before


def test_a_backup_beside_a_writer_is_of_one_moment(
    source: Store, target: Store, tmp_path: Path
) -> None:
    """Every commit of the writer adds two contacts: a moment never shows one of them alone."""
    net = NetworkId("sumbawa")
    is_over = threading.Event()
    written: list[int] = []

    def write() -> None:
        writer = open_sqlite(tmp_path / "source.db")
        number = 0
        while not is_over.is_set():
            pair = [Contact(id=f"w-{number}-{side}", name="Written") for side in "ab"]
            commit = writer.commit(net, [Create(one) for one in pair], author=SRI, at=AT)
            written.append(commit.revision)
            number += 1
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen: list[int] = []
        for number in range(5):
            while len(written) < 20 * (number + 1) and thread.is_alive():
                is_over.wait(0.01)
            path = tmp_path / f"{number}.gz"
            stores.write_backup(source, path, at=AT)
            entries = list(stores.read_backup(path).entries())
            (network,) = (
                entry
                for entry in entries
                if isinstance(entry, NetworkEntry) and entry.network.id == net
            )
            records = [
                entry
                for entry in entries
                if isinstance(entry, RecordEntry) and entry.network_id == net
            ]
            lines = [
                entry
                for entry in entries
                if isinstance(entry, LogEntry) and entry.network_id == net
            ]
            assert len(records) == 2 * network.revision
            assert len(lines) == network.revision
            assert max(entry.stored.revision for entry in records) == network.revision
            seen.append(network.revision)
    finally:
        is_over.set()
        thread.join()
    assert seen == sorted(seen)
    assert len(written) > seen[0], "nobody wrote while the backups were made"
    stores.restore(target, tmp_path / "4.gz")
    assert target.load_network(net).revision == seen[-1]


# ---------------------------------------------------------------------------- by command


def test_store_backup_and_restore_by_command(source: Store, tmp_path: Path) -> None:
    held = stores.content_hash(source)
    made = process("backup", "b.gz", "--store", "sqlite:///source.db", "--json", folder=tmp_path)
    assert made.code == ExitCode.DONE
    assert made.json == {"counts": dict(held.counts), "sha256": held.sha256}
    back = process("restore", "b.gz", "--store", "sqlite:///new.db", "--json", folder=tmp_path)
    assert back.json["sha256"] == held.sha256
    again = process("restore", "b.gz", "--store", "sqlite:///new.db", folder=tmp_path)
    assert again.code == ExitCode.REFUSED
    assert "Not empty" in again.err


def test_store_move_by_command(source: Store, tmp_path: Path) -> None:
    words = ("store", "move", "--from", "sqlite:///source.db", "--to", "sqlite:///new.db")
    moved = process(*words, folder=tmp_path)
    assert moved.code == ExitCode.DONE, moved
    assert stores.content_hash(source).sha256 in moved.out
    assert process(*words, folder=tmp_path).code == ExitCode.REFUSED


def test_a_move_from_a_misspelled_file_makes_none(tmp_path: Path) -> None:
    words = ("store", "move", "--from", "sqlite:///sorce.db", "--to", "sqlite:///new.db")
    assert process(*words, folder=tmp_path).code == ExitCode.REFUSED
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_backup_is_refused_by_command(tmp_path: Path) -> None:
    (tmp_path / "b.gz").write_bytes(b"no backup")
    ran = process("restore", "b.gz", folder=tmp_path)
    assert ran.code == ExitCode.REFUSED
    assert "not a backup of Restu" in ran.err


def test_a_backup_into_no_folder_is_told(source: Store, tmp_path: Path) -> None:
    ran = process("backup", "nowhere/b.gz", "--store", "sqlite:///source.db", folder=tmp_path)
    assert ran.code == ExitCode.REFUSED
    assert "nowhere" in ran.err
    assert "Traceback" not in ran.err


# ---------------------------------------------------------------------------- on a real server


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    neo4j_opener(neo4j_server)().close()  # so that the schema is there
    wipe(neo4j_server)
    return neo4j_server


def on_neo4j(server: Neo4jServer, folder: Path, *words: str) -> Ran:
    user, password = server.auth
    variables = {"RESTU_NEO4J_USER": user, "RESTU_NEO4J_PASSWORD": password}
    return process(*words, folder=folder, variables=variables, seconds=120)


@pytest.mark.neo4j
def test_a_move_to_neo4j_and_back_loses_nothing(
    server: Neo4jServer, source: Store, tmp_path: Path
) -> None:
    held = stores.content_hash(source)
    there = on_neo4j(
        server,
        tmp_path,
        *("store", "move", "--from", "sqlite:///source.db", "--to", server.uri, "--json"),
    )
    assert there.code == ExitCode.DONE, there
    back = on_neo4j(
        server,
        tmp_path,
        *("store", "move", "--from", server.uri, "--to", "sqlite:///back.db", "--json"),
    )
    assert back.code == ExitCode.DONE, back
    assert there.json == back.json == {"counts": dict(held.counts), "sha256": held.sha256}


@pytest.mark.neo4j
def test_a_backup_of_sqlite_comes_back_on_neo4j(
    server: Neo4jServer, source: Store, tmp_path: Path
) -> None:
    stores.write_backup(source, tmp_path / "b.gz", at=AT)
    ran = on_neo4j(server, tmp_path, "restore", "b.gz", "--store", server.uri, "--json")
    assert ran.code == ExitCode.DONE, ran
    assert ran.json["sha256"] == stores.content_hash(source).sha256
    asked = on_neo4j(server, tmp_path, "network", "list", "--store", server.uri, "--json")
    assert [network["id"] for network in asked.json["items"]] == ["lombok", "sumbawa"]


@pytest.mark.neo4j
def test_a_wrong_password_is_told_without_a_traceback(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    variables = {"RESTU_NEO4J_PASSWORD": "wrong"}
    ran = process(
        *("network", "list", "--store", neo4j_server.uri),
        folder=tmp_path,
        variables=variables,
        seconds=60,
    )
    assert ran.code == ExitCode.NO_STORE
    assert "Traceback" not in ran.err


def test_an_absent_server_is_told_within_ten_seconds(tmp_path: Path) -> None:
    ran = process(
        *("network", "list", "--store", "neo4j://127.0.0.1:9"),
        folder=tmp_path,
        variables={"RESTU_NEO4J_PASSWORD": "any"},
        seconds=15,
    )
    assert ran.code == ExitCode.NO_STORE
    assert "Traceback" not in ran.err
