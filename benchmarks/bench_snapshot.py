"""Snapshots beside bare ``sqlite3``, in one run: ``python -m benchmarks.bench_snapshot``.

Bare means the same columns of the same file, read into arrays as fast as we know how: no words
are coded, no revision is held, nothing is sorted. Each is tried some times in one
run, and its best time counts. The snapshot is checked against what was written.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from graph.network import Network
from graph.ports import Change, Create, Write
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.ties import Tie
from graph.vocabulary import NetworkId, Sector, UserId
from queries.sqlite_store import SqliteStore, open_sqlite

ACTORS = 100_000
TIES = 500_000
TRIES = 3
CHANGED = 100
MOST_TIMES_BARE = 3.0
MOST_BYTES_A_TIE = 200
NET = NetworkId("bench")
AUTHOR = UserId("bench")
TYPES = ("knows", "advises", "reports_to", "met_with")

BARE_ACTORS = "SELECT id, noun, sector, level, kind, seniority, busyness, is_leader FROM actor"
BARE_TIES = """
    SELECT
        key, source, target, code, ifnull(strength, -1), ifnull(confidence, -1),
        ifnull(since, -99999), ifnull(until, 99999), ifnull(last_contact, -99999)
    FROM tie
"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    seconds: float
    times_bare: float | None = None
    bytes_a_tie: float | None = None


def writes(actors: int, ties: int, *, seed: int) -> Iterator[Write]:
    """Draw a network; one actor in five is a partner, half of the ties have ended."""
    rng = np.random.default_rng(seed)
    sectors = list(Sector)
    partners = actors // 5
    ids = [f"p{n}" for n in range(partners)] + [f"c{n}" for n in range(actors - partners)]
    for number, id_ in enumerate(ids):
        if number < partners:
            sector = sectors[number % len(sectors)]
            yield Create(Partner(id=id_, name=f"Partner {number}", sector=sector))
        else:
            yield Create(Contact(id=id_, name=f"Contact {number}", seniority=1 + number % 6))
    starts = [parse_date(str(year)) for year in range(1990, 2020)]
    sources = rng.integers(0, actors, ties)
    targets = (sources + rng.integers(1, actors, ties)) % actors
    strengths = rng.random(ties)
    for number in range(ties):
        yield Create(
            Tie(
                id=f"tie-{number:08x}",
                source_id=ids[sources[number]],
                target_id=ids[targets[number]],
                type=TYPES[number % len(TYPES)],
                since=starts[number % len(starts)],
                until=parse_date("2024-06-30") if number % 2 else None,
                strength=float(strengths[number]) if number % 3 else None,
            )
        )


def bare(file: Path) -> tuple[list, np.ndarray]:
    """Read the columns of actors and ties with nothing but ``sqlite3``."""
    with closing(sqlite3.connect(file)) as db:
        actors = list(zip(*db.execute(BARE_ACTORS).fetchall(), strict=True))
        ties = np.fromiter(chain.from_iterable(db.execute(BARE_TIES)), np.float64)
    return actors, ties.reshape(-1, 9)


def best(ask: Callable[[], object]) -> float:
    """Give the best time of some tries, in seconds of this process."""
    times = []
    for _ in range(TRIES):
        start = time.process_time()
        ask()
        times.append(time.process_time() - start)
    return min(times)


def change(store: SqliteStore) -> None:
    """Commit changes of some contacts and new ties between them."""
    people = [f"c{n}" for n in range(CHANGED)]
    renamed = [Change(Contact(id=id_, name="Renamed", seniority=2), None) for id_ in people]
    ties = [
        Create(Tie(id=f"new-{n}", source_id=people[n], target_id=people[n - 1], type="knows"))
        for n in range(CHANGED)
    ]
    store.commit(NET, [*renamed, *ties], author=AUTHOR, at=datetime.now(UTC), returning=False)


def measure(file: Path, actors: int, ties: int) -> list[Row]:
    """Fill a store and time it."""
    with closing(open_sqlite(file)) as store:
        store.create_network(NetworkRecord(id=NET, name="Bench"))
        drawn = list(writes(actors, ties, seed=7))
        start = time.process_time()
        store.commit(NET, drawn, author=AUTHOR, at=datetime.now(UTC), returning=False)
        written = time.process_time() - start
        bare_time = best(lambda: bare(file))
        full_time = best(lambda: Network.of(store.load_columns(NET)))
        network = Network.of(store.load_columns(NET))
        assert (len(network.actors), len(network.ties)) == (actors, ties)
        _check(network, bare(file)[1])
        change(store)
        update_time = best(lambda: network.updated(store.load_columns(NET, network.revision)))
        updated = network.updated(store.load_columns(NET, network.revision))
        assert len(updated.ties) == ties + CHANGED
        assert updated.revision == network.revision + 1
    name = f"{actors:,} actors, {ties:,} ties"
    return [
        Row(f"{name}: written in one commit", written),
        Row(f"{name}: columns by bare sqlite3", bare_time, 1.0),
        Row(f"{name}: snapshot", full_time, full_time / bare_time, network.nbytes / ties),
        Row(
            f"after {2 * CHANGED} changes: by the difference", update_time, update_time / bare_time
        ),
    ]


def _check(network: Network, table: np.ndarray) -> None:
    """See that the snapshot holds the rows of the file."""
    first = table[0, 0]
    by_key = table[np.argsort(table[:, 0])]
    for name, column in (("source", 1), ("target", 2)):
        assert np.array_equal(getattr(network.ties, name), by_key[:, column] - first)
    strength = np.nan_to_num(network.ties.strength, nan=-1)
    assert np.array_equal(strength, by_key[:, 4].astype(strength.dtype))


def main() -> list[Row]:
    """Time all, hold the claims, print the table, and give its rows."""
    with tempfile.TemporaryDirectory(prefix="restu-bench-") as folder:
        rows = measure(Path(folder, "store.db"), ACTORS, TIES)
    snapshot = rows[2]
    assert snapshot.times_bare is not None
    assert snapshot.bytes_a_tie is not None
    assert snapshot.times_bare <= MOST_TIMES_BARE, f"{snapshot.times_bare:.2f} times bare sqlite3"
    assert snapshot.bytes_a_tie < MOST_BYTES_A_TIE, f"{snapshot.bytes_a_tie:.0f} bytes a tie"
    print(table(rows))
    return rows


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = ["what", "CPU seconds", "times bare sqlite3", "bytes a tie"]
    lines = [" | ".join(heads), "--- | ---: | ---: | ---:"]
    for row in rows:
        ratio = "" if row.times_bare is None else f"{row.times_bare:.2f}"
        size = "" if row.bytes_a_tie is None else f"{row.bytes_a_tie:.0f}"
        lines.append(f"{row.what} | {row.seconds:.3f} | {ratio} | {size}")
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
