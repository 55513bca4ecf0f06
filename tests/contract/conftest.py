"""One suite, every store: the embedded one, and Neo4j on the real server of this run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import TypeAlias

import pytest

from graph.ports import Store
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId
from queries.sqlite_store import open_sqlite
from tests.neo4j_server import Neo4jServer

Opener: TypeAlias = Callable[[], Store]

STORES = ["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="session")
def neo4j_store(neo4j_server: Neo4jServer) -> Iterator[Store]:
    """Give one store for the whole run: connecting takes longer than most tests."""
    store = neo4j_opener(neo4j_server)()
    yield store
    store.close()


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Give what opens a store; each call opens the same database once more."""
    opened: list[Store] = []
    kept: list[Store] = []
    if request.param == "sqlite":
        opener = lambda: open_sqlite(tmp_path / "store.db")  # noqa: E731
    else:
        opener = neo4j_opener(request.getfixturevalue("neo4j_server"))
        kept = [request.getfixturevalue("neo4j_store")]

    def open_another() -> Store:
        if kept:
            return kept.pop()
        opened.append(opener())
        return opened[-1]

    yield open_another
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Opener) -> Store:
    """Give a store; on Neo4j it may hold what other tests left behind."""
    return open_store()


@pytest.fixture
def empty_store(request: pytest.FixtureRequest, open_store: Opener) -> Store:
    """Give a store that holds nothing."""
    store = open_store()
    if "neo4j" in request.node.callspec.id:
        wipe(request.getfixturevalue("neo4j_server"))
    return store


@pytest.fixture
def net(store: Store) -> NetworkId:
    """Give the id of an empty network that this test has for itself."""
    network_id = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=network_id, name="Sanitation in Lombok"))
    return network_id


def neo4j_opener(server: Neo4jServer) -> Opener:
    from queries.neo4j_store import open_neo4j

    user, password = server.auth
    # A cold server on a busy machine is slow; how stores behave then is tested elsewhere.
    return lambda: open_neo4j(server.uri, user, password, timeout_seconds=60.0)


def wipe(server: Neo4jServer) -> None:
    """Delete all nodes but those that say which schema steps were applied."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.uri, auth=server.auth) as driver, driver.session() as session:
        session.run(
            "MATCH (n) WHERE NOT n:SchemaStep CALL (n) { DETACH DELETE n } IN TRANSACTIONS"
        ).consume()
