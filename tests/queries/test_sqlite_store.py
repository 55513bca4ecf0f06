"""What only a file can suffer: full disks, locks, damage, other programs, several processes."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from graph.errors import (
    StoreDamagedError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnavailableError,
    StoreVersionError,
)
from graph.ports import Create, Write
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, Noun
from queries.catalog import steps
from queries.sqlite_store import SqliteStore, open_sqlite
from tests.contract.made import add, contact, found, note, revision, tie, write

NET = NetworkId("net")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqliteStore]:
    with closing(open_sqlite(file, timeout_seconds=0.3)) as store:
        store.create_network(NetworkRecord(id=NET, name="Net"))
        add(store, NET, contact("a"), contact("b"))
        yield store


def test_the_folder_is_made_and_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "store.db"

    with closing(open_sqlite(file)) as store:
        store.create_network(NetworkRecord(id=NET, name="Net"))
        modes = {stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}

    assert modes == {0o600}


def test_what_was_committed_is_there_after_closing(file: Path, store: SqliteStore) -> None:
    store.close()

    with closing(open_sqlite(file)) as again:
        assert found(again, NET, Noun.CONTACT) == ["a", "b"]


def test_commits_are_synced_to_the_disk(store: SqliteStore) -> None:
    with store._connections.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_opening_again_migrates_nothing(file: Path, store: SqliteStore) -> None:
    store.close()
    before = file.read_bytes()

    open_sqlite(file).close()

    assert file.read_bytes() == before


def test_many_open_a_new_file_at_once(file: Path) -> None:
    stores: list[SqliteStore] = []
    threads = [Thread(target=lambda: stores.append(open_sqlite(file))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(stores) == 8
    assert all(store.is_ready() for store in stores)
    for store in stores:
        store.close()


def test_a_newer_schema_is_left_alone(file: Path, store: SqliteStore) -> None:
    store.close()
    known = len(steps("sql"))
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {known + 3}")

    with pytest.raises(StoreVersionError) as refused:
        open_sqlite(file)

    assert refused.value.facts == {"found": str(known + 3), "known": str(known)}


def test_the_database_of_another_program_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE theirs (x)")
        db.commit()

    with pytest.raises(StoreDamagedError) as refused:
        open_sqlite(file)

    assert refused.value.reason == "foreign"
    with closing(sqlite3.connect(file)) as db:
        assert [row[0] for row in db.execute("SELECT name FROM sqlite_schema")] == ["theirs"]


@pytest.mark.parametrize("content", [b"id,name\nc1,Ani\n" * 400, b"\x00" * 8192, os.urandom(8192)])
def test_a_file_that_is_no_database_is_named_and_kept(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(StoreDamagedError) as refused:
        open_sqlite(file)

    assert refused.value.facts["file"] == "store.db"
    assert file.read_bytes() == content


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreDamagedError):
        open_sqlite(tmp_path)


def test_a_damaged_page_is_told_and_the_store_lives_on(file: Path, store: SqliteStore) -> None:
    add(store, NET, *[contact(f"c{number}", remark="x" * 2_000) for number in range(300)])
    store.close()
    with file.open("r+b") as damaged:
        damaged.seek(file.stat().st_size // 2)
        damaged.write(b"\xff" * 65_536)

    with closing(open_sqlite(file)) as again:
        with pytest.raises(StoreDamagedError):
            for _ in again.dump():
                pass
        assert again.load_network(NET).revision == 2


def test_a_full_disk_is_told_and_nothing_is_lost(file: Path, store: SqliteStore) -> None:
    full = open_sqlite(file)
    with full._connections.writing() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 8}")  # of the one connection that writes

    with pytest.raises(StoreFullError):
        add(full, NET, *[contact(f"c{number}", remark="x" * 5_000) for number in range(200)])

    assert found(full, NET, Noun.CONTACT) == found(store, NET, Noun.CONTACT) == ["a", "b"]
    add(full, NET, contact("small"))
    assert revision(store, NET) == 2
    full.close()


def test_a_disk_without_room_for_the_file_is_told(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from queries.sqlite_store import open_sqlite; open_sqlite(Path(sys.argv[1]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "store.db"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "StoreFullError" in done.stderr or "StoreUnavailableError" in done.stderr


def test_a_store_locked_by_another_process_is_unavailable_in_time(
    file: Path, store: SqliteStore
) -> None:
    script = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('BEGIN IMMEDIATE'); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin
        assert other.stdout
        other.stdout.readline()
        started = monotonic()

        with pytest.raises(StoreUnavailableError):
            add(store, NET, contact("late"))
        waited = monotonic() - started

        assert 0.2 < waited < 3
        assert found(store, NET, Noun.CONTACT) == ["a", "b"], "readers do not wait for writers"
        assert store.is_ready()
        other.stdin.close()

    add(store, NET, contact("late"))


def test_a_thread_that_waits_too_long_gives_up_in_time(store: SqliteStore) -> None:
    def slow_writes() -> Iterator[Write]:
        """Read inside the commit, as an import reads its file; another thread wants to write."""
        started = monotonic()
        with ThreadPoolExecutor(1) as other, pytest.raises(StoreUnavailableError):
            other.submit(add, store, NET, contact("late")).result()
        assert 0.2 < monotonic() - started < 3
        yield Create(contact("slow"))

    write(store, NET, slow_writes())

    assert found(store, NET, Noun.CONTACT) == ["a", "b", "slow"]


@pytest.mark.parametrize("is_replaced", [False, True], ids=["gone", "replaced"])
def test_nothing_is_acknowledged_into_a_file_that_was_taken_away(
    file: Path, store: SqliteStore, tmp_path: Path, is_replaced: bool
) -> None:
    away = file.rename(tmp_path / "away.db")
    if is_replaced:
        shutil.copy(away, file)
    with pytest.raises(StoreUnavailableError):
        add(store, NET, contact("late"))
    with pytest.raises(StoreUnavailableError):
        store.count(NET)

    away.replace(file)
    add(store, NET, contact("back"))
    assert found(store, NET, Noun.CONTACT) == ["a", "b", "back"]


def test_a_file_that_may_only_be_read_is_told(file: Path, store: SqliteStore) -> None:
    with store._connections.writing() as db:
        db.execute("PRAGMA query_only = ON")

    with pytest.raises(StoreReadOnlyError):
        add(store, NET, contact("c"))

    assert found(store, NET, Noun.CONTACT) == ["a", "b"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user to forbid something")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_of_somebody_else_is_told(tmp_path: Path, exists: bool) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(0o755)
    for folder in (tmp_path, *tmp_path.parents):
        if stat.S_IMODE(folder.stat().st_mode) & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o005)
    if exists:
        open_sqlite(locked / "store.db").close()
        (locked / "store.db").chmod(0o444)
    script = (
        "import os, sys; from pathlib import Path; from queries.sqlite_store import open_sqlite;"
        "os.setuid(65534); open_sqlite(Path(sys.argv[1]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, locked / "store.db"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "StoreReadOnlyError" in done.stderr
    assert [part.name for part in locked.iterdir()] == ["store.db"] * exists


def test_an_erased_network_leaves_no_word_in_the_file(file: Path, store: SqliteStore) -> None:
    secret = "unforgettable-secret"
    add(store, NET, note("n", "a", secret * 40), contact("c", remark=secret))

    store.erase_network(NET)

    for part in file.parent.iterdir():
        assert secret.encode() not in part.read_bytes(), part.name


def test_a_copy_of_the_file_is_a_store(file: Path, store: SqliteStore, tmp_path: Path) -> None:
    store.close()
    shutil.copy(file, tmp_path / "copy.db")

    with closing(open_sqlite(tmp_path / "copy.db")) as copy:
        assert found(copy, NET, Noun.CONTACT) == ["a", "b"]


def test_other_processes_see_and_write_the_same(file: Path, store: SqliteStore) -> None:
    script = (
        "import sys; from queries.sqlite_store import open_sqlite;"
        "from tests.contract.made import add, contact;"
        "store = open_sqlite(sys.argv[1]);"
        "[add(store, 'net', contact(f'{sys.argv[2]}-{n}')) for n in range(25)]"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", script, file, name], cwd=Path.cwd())
        for name in ("x", "y", "z")
    ]
    for number in range(25):
        with closing(open_sqlite(file)) as patient:
            add(patient, NET, contact(f"own-{number}"))
    assert [other.wait() for other in others] == [0, 0, 0]

    assert store.count(NET)[Noun.CONTACT] == 102
    assert revision(store, NET) == 101
    columns = store.load_columns(NET)
    assert sorted(columns.actors.index.tolist()) == list(range(102))


def test_readers_keep_their_moment_while_others_commit(store: SqliteStore) -> None:
    reading = store.dump()
    next(reading)

    add(store, NET, contact("c"), tie("t", "a", "c"))

    assert [revision(store, NET), store.count(NET)[Noun.TIE]] == [2, 1]
    assert sum(1 for _ in reading) == 3  # the log line and two people of the moment it began
    assert sum(1 for _ in store.dump()) == 7
