"""`kill -9` of the Neo4j server during acknowledged writes: none lost, none half written."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from graph.errors import StoreUnavailableError
from graph.ports import Store
from graph.vocabulary import NetworkId
from queries.neo4j_store import open_neo4j
from tests.neo4j_server import Neo4jServer, running_neo4j
from tests.soak.kill_writers import check, prepare, write_parcels

pytestmark = pytest.mark.neo4j

NET = NetworkId("killed")
WRITERS = 4


@pytest.fixture
def server() -> Iterator[Neo4jServer]:
    with running_neo4j() as server:
        server.wait_until_ready()
        yield server


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_no_acknowledged_commit_is_lost_when_the_server_is_killed(
    server: Neo4jServer, rounds: int
) -> None:
    rng = random.Random(7)
    acknowledged: set[str] = set()
    with closing(open_neo4j(server.uri, *server.auth, timeout_seconds=2.0)) as store:
        prepare(store, NET)
        for number in range(rounds):
            acknowledged |= write_until_killed(store, server, number, rng.uniform(0.5, 2.0))
            server.start()
            server.wait_until_ready()
            check(store, NET, acknowledged)

    assert len(acknowledged) >= 10 * rounds


def write_until_killed(store: Store, server: Neo4jServer, number: int, seconds: float) -> set[str]:
    """Let several writers commit until the server is killed; give what it acknowledged."""
    is_writing = Event()

    def write(writer: int) -> set[str]:
        written: set[str] = set()
        try:
            for parcel in write_parcels(store, NET, f"round{number}writer{writer}"):
                written.add(parcel)
                is_writing.set()
        except StoreUnavailableError:
            return written
        raise AssertionError("the server did not die")

    with ThreadPoolExecutor(WRITERS) as writers:
        written = [writers.submit(write, writer) for writer in range(WRITERS)]
        assert is_writing.wait(30)
        time.sleep(seconds)
        server.kill()
        return set[str]().union(*(one.result() for one in written))
