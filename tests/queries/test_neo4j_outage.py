"""The server stops, falls silent, comes back: every call ends in time, and all is well again."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from graph.errors import StoreUnavailableError
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, Noun
from queries.neo4j_store import Neo4jStore, open_neo4j
from tests.contract.made import ANI, add, contact, found, revision
from tests.neo4j_server import Neo4jServer, running_neo4j

pytestmark = pytest.mark.neo4j

NET = NetworkId("outage")
BOUND_SECONDS = 10.0
"""What a request may take, with the time that a store has by default."""

HASTY_SECONDS = 2.0

T = TypeVar("T")


@pytest.fixture(scope="module")
def server() -> Iterator[Neo4jServer]:
    """Give a server that these tests may stop."""
    with running_neo4j() as server:
        server.wait_until_ready()
        yield server


@pytest.fixture(scope="module")
def store(server: Neo4jServer) -> Iterator[Neo4jStore]:
    store = open_neo4j(server.uri, *server.auth)
    store.create_network(NetworkRecord(id=NET, name="Outage"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def hasty(server: Neo4jServer, store: Neo4jStore) -> Iterator[Neo4jStore]:
    """Give a second store with less patience, so that the tests take less."""
    hasty = open_neo4j(server.uri, *server.auth, timeout_seconds=HASTY_SECONDS)
    yield hasty
    hasty.close()


def refused_within(seconds: float, calls: list[Callable[[], object]]) -> None:
    """Make calls at the same time; each must say in time that the store is unavailable."""

    def refused(call: Callable[[], object]) -> float:
        started = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            call()
        return time.monotonic() - started

    with ThreadPoolExecutor(len(calls)) as callers:
        assert max(callers.map(refused, calls)) < seconds


def calls_of(store: Neo4jStore, name: str) -> list[Callable[[], object]]:
    return [
        lambda: store.load_network(NET),
        lambda: store.load_columns(NET),
        lambda: found(store, NET, Noun.CONTACT),
        store.list_users,
        lambda: add(store, NET, contact(name)),
        lambda: list(store.dump()),
    ]


def test_several_services_may_start_on_an_empty_database_at_once(server: Neo4jServer) -> None:
    with ThreadPoolExecutor(6) as services:
        stores = list(services.map(lambda _: open_neo4j(server.uri, *server.auth), range(6)))

    assert all(store.is_ready() for store in stores)
    for store in stores:
        store.close()


def test_a_silent_server_is_unavailable_in_time_and_well_when_it_speaks_again(
    server: Neo4jServer, store: Neo4jStore
) -> None:
    before = found(store, NET, Noun.CONTACT)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGSTOP)
    try:
        refused_within(BOUND_SECONDS, calls_of(store, "silent"))
        started = time.monotonic()
        assert not store.is_ready()
        assert time.monotonic() - started < 2.5
    finally:
        os.kill(server.pid, signal.SIGCONT)

    eventually(store.is_ready)
    assert set(found(store, NET, Noun.CONTACT)) - {"silent"} == set(before)
    add(store, NET, contact("after-silence"))


def test_a_dead_server_is_unavailable_in_time_and_well_after_its_restart(
    server: Neo4jServer, hasty: Neo4jStore
) -> None:
    store = hasty
    add(store, NET, contact("before-death"))
    last = revision(store, NET)
    server.kill()

    refused_within(HASTY_SECONDS + 2, calls_of(store, "dead"))
    started = time.monotonic()
    refused_within(1.0, calls_of(store, "dead")[:1])  # known to be away: told at once
    assert not store.is_ready()
    assert time.monotonic() - started < 4
    server.start()
    server.wait_until_ready()

    eventually(store.is_ready)
    # The first queries of a server that has just started may take longer than the hasty wait.
    assert in_time(lambda: revision(store, NET)) == last
    add(store, NET, contact("after-death"))
    assert store.load(NET, Noun.CONTACT, ["before-death", "after-death"], reader=ANI).keys() == {
        "before-death",
        "after-death",
    }


@pytest.mark.usefixtures("store")
def test_who_is_patient_does_not_notice_a_restart(server: Neo4jServer) -> None:
    patient = open_neo4j(server.uri, *server.auth, timeout_seconds=60.0)
    try:
        server.kill()
        with ThreadPoolExecutor(1) as other:
            writing = other.submit(add, patient, NET, contact("patient"))
            server.start()
            assert writing.result().revision == revision(patient, NET)
    finally:
        patient.close()


def in_time(call: Callable[[], T]) -> T:
    deadline = time.monotonic() + BOUND_SECONDS
    while True:
        try:
            return call()
        except StoreUnavailableError:
            assert time.monotonic() < deadline


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + BOUND_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
