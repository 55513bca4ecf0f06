"""Kills processes while they commit, and looks whether an answer was ever taken back.

A child commits parcels without end: three people, two ties and a change of one shared person in
one commit. After each commit it prints the parcel's number; what was printed was acknowledged.
"""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from graph.network import Network
from graph.ports import Change, Create, Store
from graph.records.contacts import Contact
from graph.records.networks import NetworkRecord
from graph.records.ties import Tie
from graph.vocabulary import NetworkId, Noun, UserId
from queries.sqlite_store import open_sqlite

SHARED: Final = "shared"
AUTHOR: Final = UserId("writer")
REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
PARCEL: Final = ("a", "b", "c")


def prepare(store: Store, net: NetworkId) -> None:
    """Make the network and the person that all parcels change."""
    store.create_network(NetworkRecord(id=net, name="Killed again and again"))
    store.commit(net, [Create(Contact(id=SHARED, name="0"))], author=AUTHOR, at=_now())


def write_parcels(store: Store, net: NetworkId, name: str) -> Iterator[str]:
    """Commit parcel after parcel; each is yielded once its commit was answered."""
    for number in count():
        parcel = f"{name}-{number}"
        people = [Contact(id=f"{parcel}-{part}", name=parcel) for part in PARCEL]
        ties = [
            Tie(
                id=f"{parcel}-{n}", source_id=people[n].id, target_id=people[n + 1].id, type="knows"
            )
            for n in range(2)
        ]
        writes = [*map(Create, people), *map(Create, ties)]
        shared = Change(Contact(id=SHARED, name=parcel), None)
        store.commit(net, [*writes, shared], author=AUTHOR, at=_now(), returning=False)
        yield parcel


@contextmanager
def child(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python module in a process of its own, and end it in any case."""
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_after(process: subprocess.Popen[str], commits: int, seconds: float) -> list[str]:
    """Let a child commit some parcels and a random moment longer, then kill it.

    Returns
    -------
    list of str
        The parcels that it acknowledged.

    """
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(commits)]
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    *whole, torn = process.stdout.read().split("\n")
    del torn  # empty, or a line that was not finished
    return [*acknowledged, *whole]


def check(store: Store, net: NetworkId, acknowledged: set[str]) -> None:
    """Hold what is stored against what was acknowledged."""
    people = store.ids_of(net, Noun.CONTACT).keys() - {SHARED}
    ties = store.ids_of(net, Noun.TIE).keys()
    parcels = {person.rpartition("-")[0] for person in people}
    assert acknowledged <= parcels, f"lost: {sorted(acknowledged - parcels)[:5]}"
    assert people == {f"{parcel}-{part}" for parcel in parcels for part in PARCEL}, "half written"
    assert ties == {f"{parcel}-{n}" for parcel in parcels for n in range(2)}, "half written"

    shared = store.load(net, Noun.CONTACT, [SHARED], reader=AUTHOR)[SHARED]
    history = store.history(net, Noun.CONTACT, SHARED, reader=AUTHOR)
    assert shared.version == len(history) + 1 == len(parcels) + 1
    entry = store.load_network(net)
    log = store.list_revisions(net, limit=10**6)
    assert [line.revision for line in log] == list(range(entry.revision, 0, -1))
    assert entry.revision == len(parcels) + 1
    assert {line.count for line in log[:-1]} <= {6}

    network = Network.of(store.load_columns(net))
    assert len(network.actors) == len(people) + 1
    assert len(network.ties) == len(ties)


def run_rounds(
    open_store: Callable[[], Store], net: NetworkId, rounds: int, seed: int, *arguments: str
) -> int:
    """Kill one child a round and check after each.

    Parameters
    ----------
    open_store
        Opens the store anew.
    arguments
        The module that the child runs and its arguments; the name of the round comes last.

    Returns
    -------
    int
        How many commits were acknowledged.

    """
    rng = random.Random(seed)
    acknowledged: set[str] = set()
    for number in range(rounds):
        with child(*arguments, f"round{number}") as process:
            acknowledged.update(kill_after(process, rng.randint(1, 40), rng.uniform(0.0, 0.2)))
        with closing(open_store()) as store:
            check(store, net, acknowledged)
    return len(acknowledged)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    file, network_id, round_name = sys.argv[1:]
    for written in write_parcels(open_sqlite(file), NetworkId(network_id), round_name):
        print(written, flush=True)
